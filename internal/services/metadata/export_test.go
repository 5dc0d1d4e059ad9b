package metadata

// What the tests of the merge use.
var (
	Parse   = parse
	Project = project
	Patch   = patch
	HasNull = hasNull
)
