package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/picture"
)

// profileImage is the user's picture. The one that Clerk makes shows the initials.
var profileImage = picture.Description[model, clerk.User]{
	Attribute: "profile_image", Noun: "picture", Owner: "user",
	Fields: func(m *model) picture.Fields {
		return picture.Fields{File: &m.ProfileImage, SHA256: &m.ProfileImageSHA256, URL: &m.ImageURL}
	},
	Of:    func(u *clerk.User) (string, bool) { return u.ImageURL, u.HasImage },
	Named: func(m model) []types.String { return []types.String{m.FirstName, m.LastName} },
	Upload: func(ctx context.Context, c *clerk.Client, id, name string, content []byte) (*clerk.User, error) {
		return c.Users.SetProfileImage(ctx, id, name, content)
	},
	Delete: func(ctx context.Context, c *clerk.Client, id string) (*clerk.User, error) {
		return c.Users.DeleteProfileImage(ctx, id)
	},
}
