package wire

// SplitWords splits a command line as Exec does where a character parts folders.
var SplitWords = splitWords
