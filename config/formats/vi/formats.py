"""Vietnamese dates and numbers as offices write them: 31/07/2023 14:05 and 1.234.567,5.

Django's own Vietnamese formats group no digits and, having no input formats, read 03/02/2026
the American way, as 2 March. Each first input format is also how a form shows a stored value.
"""

DATE_FORMAT = SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "d/m/Y H:i"
YEAR_MONTH_FORMAT = "F/Y"  # Tháng 7/2023
MONTH_DAY_FORMAT = "d/m"
FIRST_DAY_OF_WEEK = 1

# Browsers' own pickers send ISO; Django would add it anyway, here it is seen to be meant.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%Hh%M", "%Hh"]
DATETIME_INPUT_FORMATS = [
    f"{day} {time}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
