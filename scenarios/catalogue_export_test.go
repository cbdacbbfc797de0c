package scenarios

// ReadCatalogue lets the tests read catalogues that are wrong.
var ReadCatalogue = readCatalogue

// Documents returns both texts.
var Documents = documents
