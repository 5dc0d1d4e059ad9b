package picture

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// origin is where a picture comes from.
type origin int

const (
	unclear   origin = iota
	clerksOwn        // made by Clerk, for an object that has none
	uploaded         // the object's own
)

// about reads the URL of a picture. It says no more than is certain: nothing demands of
// Clerk that it keep the form of these URLs.
func about(url types.String) origin {
	encoded, ok := strings.CutPrefix(url.ValueString(), "https://img.clerk.com/")
	if !ok {
		return unclear
	}
	encoded, _, _ = strings.Cut(encoded, "?")
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(encoded, "="))
	var told struct {
		Type string `json:"type"`
	}
	if err != nil || json.Unmarshal(text, &told) != nil {
		return unclear
	}
	switch told.Type {
	case "default":
		return clerksOwn
	case "proxy":
		return uploaded
	}
	return unclear
}
