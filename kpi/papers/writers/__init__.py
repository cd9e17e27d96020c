"""Table and Document -> Word, Excel, HTML, CSV and the clipboard. What draws only draws."""
