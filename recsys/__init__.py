"""Arrays and dataclasses in, arrays and dataclasses out: nothing here opens a file, asks the clock or draws a random number of its own."""
