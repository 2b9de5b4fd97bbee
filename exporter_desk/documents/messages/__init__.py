"""Files that other people's programs import: order and list messages, the declaration message, workbooks."""
