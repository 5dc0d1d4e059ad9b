package clerk

import (
	"context"
	"net/http"
)

// Invite is POST /invitations, with the limit of that endpoint as its rate class.
// Nothing of the provider sends invitations yet.
func Invite(ctx context.Context, c *Client, email string) error {
	return c.Users.t.do(ctx, call{
		method: http.MethodPost, path: []string{"invitations"}, once: true, class: class{key: "POST /invitations"},
		body: map[string]any{"email_address": email},
	}, nil)
}
