package export

import "github.com/hashicorp/hcl/v2/hclwrite"

// JSONEncode is a JSON object as HCL, as a file has it.
func JSONEncode(text string) string {
	return string(hclwrite.Format([]byte(jsonencode(text))))
}
