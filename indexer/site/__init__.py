"""The website: a MkDocs plugin that turns the library into pages, with the browser code and styles they need."""
