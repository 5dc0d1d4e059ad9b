package export

import "github.com/hashicorp/hcl/v2/hclwrite"

// JSONEncode is a JSON object as HCL, as a file has it.
func JSONEncode(text string) string {
	return string(hclwrite.Format([]byte(jsonencode(text))))
}

// CalledAfter is calledAfter, for tests.
func CalledAfter(argument string, types []string) string { return calledAfter(argument, types) }
