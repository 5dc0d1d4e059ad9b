package identifier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Find returns the address with the id, or else with the value, as its user
// shows it.
func (k Kind) Find(ctx context.Context, c *clerk.Client, id, value types.String) (*Address, error) {
	var a *Address
	var err error
	if id.IsNull() {
		a, err = k.byValue(ctx, c, strings.TrimSpace(value.ValueString()))
		err = tf.At(k.Attribute, err)
	} else {
		a, err = k.byID(ctx, c, id.ValueString())
		err = tf.At("id", err)
	}
	if err == nil {
		err = tf.Whole(a.Answered)
	}
	return a, err
}

// byID looks up whose the address with the id is.
func (k Kind) byID(ctx context.Context, c *clerk.Client, id string) (*Address, error) {
	user, err := k.Owner(ctx, c, id)
	if errors.Is(err, clerk.ErrNoOwner) {
		return nil, tf.Hint("Lists may lag by seconds, so run again. An import can also name the user: user_2abc/"+id+".",
			fmt.Errorf("the %s %s exists, but %w", k.Noun, id, err))
	}
	if err != nil {
		return nil, err
	}
	all := k.of(user)
	at := slices.IndexFunc(all, func(a Address) bool { return a.ID == id })
	return &all[at], nil
}

func (k Kind) byValue(ctx context.Context, c *clerk.Client, value string) (*Address, error) {
	users, err := c.Users.Find(ctx, clerk.UserKey(k.Attribute), value)
	if err != nil {
		return nil, err
	}
	var found []Address
	for _, user := range users {
		for _, has := range k.of(&user) {
			if attr.SameAddress(has.Value, value) {
				found = append(found, has)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, tf.Hint("Check the value, and that the provider's key is of the right instance. One that this configuration creates is best referred to by its resource, so that it is created first.",
			fmt.Errorf("no user of the instance has the %s %q", k.Noun, value))
	case 1:
		return &found[0], nil
	}
	all := make([]string, len(found))
	for i, a := range found {
		all[i] = a.ID + " of " + a.UserID
	}
	return nil, tf.Hint("Choose one by id.",
		fmt.Errorf("%d users have the %s %q, since it is not verified: %s", len(found), k.Noun, value, strings.Join(all, ", ")))
}

// isValue reports whether a part of an import's id is an address or a number, rather
// than an id.
func isValue(part string) bool { return strings.Contains(part, "@") || strings.HasPrefix(part, "+") }

func (k Kind) importForms() string {
	return fmt.Sprintf("The %s is imported by the id of its user and its own, as in user_2abc/idn_2def, or by its own alone, as in idn_2def. In place of its own id, its value does, as in %s.", k.Noun, k.Example)
}

// imported is the address that an import means: by its id or its value, alone, or by
// its value beside the id of its user.
func (k Kind) imported(ctx context.Context, c *clerk.Client, parts []string) (*Address, error) {
	own := parts[len(parts)-1]
	var a *Address
	var err error
	switch {
	case !isValue(own):
		a, err = k.byID(ctx, c, own)
	case len(parts) == 1:
		a, err = k.byValue(ctx, c, own)
	default:
		var user *clerk.User
		if user, err = c.Users.Get(ctx, parts[0]); err != nil {
			break
		}
		all := k.of(user)
		at := slices.IndexFunc(all, func(a Address) bool { return attr.SameAddress(a.Value, own) })
		if at < 0 {
			err = fmt.Errorf("the user %s has no %s %q", user.ID, k.Noun, own)
			break
		}
		a = &all[at]
	}
	if answer, ok := rest.AsError(err); err != nil && (!ok || rest.IsNotFound(answer)) && !errors.Is(err, clerk.ErrNoOwner) {
		err = tf.Hint(k.importForms()+" Check that the provider's key is of the right instance.", err)
	}
	return a, err
}

// ImportID is what imports an address that exists, if its own user has it, or nobody
// knows who has it.
func (m Model) ImportID(holder string, value types.String) string {
	owner := m.UserID.ValueString()
	if holder != "" && holder != owner {
		return ""
	}
	return owner + "/" + strings.TrimSpace(value.ValueString())
}

// Import brings an address under management, by user_id/id, by its id or its value
// alone, or by its identity.
func (k Kind) Import(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var userID, id types.String
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("user_id"), &userID)...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	} else {
		parts := strings.Split(req.ID, "/")
		for _, part := range parts {
			if len(parts) > 2 || part == "" || part != strings.TrimSpace(part) {
				resp.Diagnostics.AddError(fmt.Sprintf("Could not import %q", req.ID), k.importForms())
				return
			}
		}
		own := parts[len(parts)-1]
		switch {
		case len(parts) == 2 && !isValue(own):
			userID, id = types.StringValue(parts[0]), types.StringValue(own)
		default:
			a, err := k.imported(ctx, c, parts)
			if err != nil {
				tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", req.ID), err, nil)
				return
			}
			userID, id = types.StringValue(a.UserID), types.StringValue(a.ID)
		}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("user_id"), userID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}
