"""How the documentation is made: facts of the code, pages of the reference, the hook of MkDocs."""
