"""Django's SQLite, with writers that queue up (`storage.sqlite.base`)."""
