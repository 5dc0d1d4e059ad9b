package user

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// planImageURL plans the URL of the picture, which has the initials of the user's
// names where Clerk made the picture.
func planImageURL(plan, state *model) {
	if state == nil || pictureOf(state.ImageURL) == uploaded {
		return
	}
	for _, name := range [][2]types.String{{plan.FirstName, state.FirstName}, {plan.LastName, state.LastName}} {
		if name[0].IsUnknown() || name[0].ValueString() != name[1].ValueString() {
			plan.ImageURL = types.StringUnknown()
			return
		}
	}
}

// picture is what the URL of a picture tells of it.
type picture int

const (
	unclear   picture = iota
	clerksOwn         // made by Clerk, for a user who has none
	uploaded          // the user's own
)

// pictureOf reads the URL of a picture. It says no more than is certain: nothing
// demands of Clerk that it keep the form of these URLs.
func pictureOf(url types.String) picture {
	encoded, ok := strings.CutPrefix(url.ValueString(), "https://img.clerk.com/")
	if !ok {
		return unclear
	}
	encoded, _, _ = strings.Cut(encoded, "?")
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(encoded, "="))
	var about struct {
		Type string `json:"type"`
	}
	if err != nil || json.Unmarshal(text, &about) != nil {
		return unclear
	}
	switch about.Type {
	case "default":
		return clerksOwn
	case "proxy":
		return uploaded
	}
	return unclear
}
