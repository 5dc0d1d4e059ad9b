package user

import (
	"context"
	"fmt"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// find returns the one user whose email_address, phone_number, username or
// external_id has the value. None and several are different errors.
func find(ctx context.Context, client *clerk.Client, field, value string) (*clerk.User, error) {
	if field != string(clerk.ByExternalID) {
		value = strings.TrimSpace(value)
	}
	users, err := client.Users.Find(ctx, clerk.UserKey(field), value)
	switch {
	case err != nil:
		return nil, err
	case len(users) == 0:
		return nil, tf.Hint("Check the value, and that the provider's key is of the right instance. A user whom this configuration creates is best referred to by the id of its resource, so that it is created first.",
			fmt.Errorf("the instance has no user with the %s %q", strings.ReplaceAll(field, "_", " "), value))
	case len(users) > 1:
		ids := make([]string, len(users))
		for i := range users {
			ids[i] = users[i].ID
		}
		return nil, tf.Hint("Choose one by id.",
			fmt.Errorf("the instance has %d users with the %s %q: %s", len(users), strings.ReplaceAll(field, "_", " "), value, strings.Join(ids, ", ")))
	}
	return &users[0], nil
}
