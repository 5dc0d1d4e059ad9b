package tf

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// FindUser returns the one user whose email_address, phone_number, username or
// external_id has the value. None and several are different errors.
func FindUser(ctx context.Context, client *clerk.Client, field, value string) (*clerk.User, error) {
	if field != string(clerk.ByExternalID) {
		value = strings.TrimSpace(value)
	}
	users, err := client.Users.Find(ctx, clerk.UserKey(field), value)
	switch {
	case err != nil:
		return nil, err
	case len(users) == 0:
		return nil, Hint("Check the value, and that the provider's key is of the right instance. A user whom this configuration creates is best referred to by the id of its resource, so that it is created first.",
			fmt.Errorf("the instance has no user with the %s %q", strings.ReplaceAll(field, "_", " "), value))
	case len(users) > 1:
		ids := make([]string, len(users))
		for i := range users {
			ids[i] = users[i].ID
		}
		return nil, Hint("Choose one by id.",
			fmt.Errorf("the instance has %d users with the %s %q: %s", len(users), strings.ReplaceAll(field, "_", " "), value, strings.Join(ids, ", ")))
	}
	return &users[0], nil
}

// userForms says by what a user is imported.
const userForms = "A user is imported by the id, user_…, or by one of email:ada@example.com, phone:+15555550100, username:ada and external_id:42; an email address and a phone number need no prefix, and neither does a username that does not begin with user_."

// ImportedUser is the id of the user whom an import means: by the id, or by a key of
// theirs, such as email:ada@example.com. An id, user_…, is given back as it is.
func ImportedUser(ctx context.Context, client *clerk.Client, id string) (string, error) {
	key, value, keyed := strings.Cut(id, ":")
	field, known := map[string]string{"email": "email_address", "phone": "phone_number", "username": "username", "external_id": "external_id"}[key]
	switch {
	case keyed && (!known || strings.TrimSpace(value) == ""):
		return "", Hint(userForms, fmt.Errorf("%q is none of the forms that there are", id))
	case keyed:
	case strings.Contains(id, "@"):
		field, value = "email_address", id
	case strings.HasPrefix(id, "+"):
		field, value = "phone_number", id
	case strings.HasPrefix(id, "user_"):
		return id, nil
	default:
		field, value = "username", id
	}
	user, err := FindUser(ctx, client, field, value)
	if err != nil && !keyed {
		return "", Hint(userForms, err)
	}
	if err != nil {
		return "", err
	}
	return user.ID, nil
}

// ImportNamed is the body of the ImportState of what an object is or has that can be named
// otherwise than by its id: the attribute, which is also the one of the identity, takes the
// id that find finds.
func ImportNamed(ctx context.Context, client *clerk.Client, attribute string, find func(ctx context.Context, client *clerk.Client, name string) (id string, err error),
	req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	if refuseBlank(req.ID, resp) {
		return
	}
	if req.ID != "" {
		id, err := find(ctx, client, req.ID)
		if err != nil {
			Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", req.ID), err, nil)
			return
		}
		req.ID = id
	}
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root(attribute), path.Root(attribute), req, resp)
}
