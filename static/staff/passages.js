// Where a passage stands on the page: a range of the text of an element.

function textNodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

// The passage may run over bold and links, so the nodes are read as one text. A no-break space
// that was just typed is a space to the server.
export function rangeOf(root, passage) {
  const nodes = textNodes(root);
  const text = nodes.map((node) => node.data).join("").replaceAll("\u00a0", " ");
  const start = text.indexOf(passage);
  if (start < 0) return null;
  const range = document.createRange();
  setPoint(nodes, start, (node, offset) => range.setStart(node, offset));
  setPoint(nodes, start + passage.length, (node, offset) => range.setEnd(node, offset), true);
  return range;
}

function setPoint(nodes, position, set, atEnd = false) {
  let before = 0;
  for (const node of nodes) {
    const after = before + node.data.length;
    if (position < after || (atEnd && position === after)) return set(node, position - before);
    before = after;
  }
}
