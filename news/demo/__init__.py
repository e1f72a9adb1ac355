"""Demo content: articles of an imaginary district, who wrote them, and drawn pictures.

`taxonomy.json` and `articles.jsonl` are data; `pictures.draw` makes every picture they name.
"""
