package user

import (
	"context"
	"fmt"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// find returns the one user whose email_address, phone_number, username or
// external_id has the value. None and several are different errors.
func find(ctx context.Context, client *clerk.Client, field, value string) (*clerk.User, error) {
	filter, values := clerk.UserFilter{}, []string{strings.TrimSpace(value)}
	switch field {
	case "email_address":
		filter.EmailAddresses = values
	case "phone_number":
		filter.PhoneNumbers = values
	case "username":
		filter.Usernames = values
	case "external_id":
		// The API takes + and - before the value as operators, so that a value
		// which begins with one needs an explicit +.
		filter.ExternalIDs = []string{"+" + value}
	}
	users, err := clerk.Collect(client.Users.List(ctx, filter))
	switch {
	case err != nil:
		return nil, err
	case len(users) == 0:
		return nil, fmt.Errorf("the instance has no user with the %s %q", strings.ReplaceAll(field, "_", " "), value)
	case len(users) > 1:
		return nil, fmt.Errorf("the instance has %d users with the %s %q; choose one by id", len(users), strings.ReplaceAll(field, "_", " "), value)
	}
	return &users[0], nil
}
