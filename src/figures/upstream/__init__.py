"""One module a publisher: raw bytes in, tidy frame out. It knows file formats and their traps, nothing about charts."""
