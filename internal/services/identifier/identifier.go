// Package identifier holds what email addresses and phone numbers have in
// common. Clerk's answers about either say neither whose it is nor whether it is
// the primary one; only its user does. So both are read out of their user.
package identifier

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Address is an email address or a phone number, with what its user tells of it.
type Address struct {
	rest.Answered // what Clerk's answers lack of it

	ID, UserID, Value                 string
	Primary                           bool
	Reserved                          bool
	SecondFactor, DefaultSecondFactor bool                // of a phone number
	Verification                      *clerk.Verification // nil: not verified
	CreatedAt, UpdatedAt              int64               // Unix milliseconds
}

// Verified reports whether the address was verified, and how.
func (a *Address) Verified() (strategy string, ok bool) {
	if a.Verification == nil || a.Verification.Status != "verified" {
		return "", false
	}
	return a.Verification.Strategy, true
}

// Wording is how a kind of address is spoken of.
type Wording struct {
	Noun, One       string // "email address", "An email address"
	Short, ShortOne string // "address", "an address"
	Attribute       string // "email_address", here and at Clerk
	Example         string // a value, for messages: "ada@example.com"
	Form, Same      string // sentences: what the value is, and which spellings mean the same
	Check           attr.Check
}

// resourceDescription is that of the resource.
func (w Wording) resourceDescription() string {
	return fmt.Sprintf("%[1]s of a user, managed on its own: of a user whom the application or another configuration manages, say.\n\n"+
		"Beside a `clerk_user`, each manages the %[2]s that it mentions and leaves the others alone. "+
		"Do not list %[3]s in both, and let one of them alone choose the primary %[4]s.\n\n", w.One, tf.Plural(w.Short), w.ShortOne, w.Short) + w.LastOne()
}

// Kind is what tells email addresses from phone numbers. Its functions leave out
// of an Address what they are not told: its user, and whether it is primary.
type Kind struct {
	Wording
	// All are a user's addresses of the kind, and the id of the primary one.
	All func(*clerk.User) (all []Address, primary *string)
	// Get reads an address by its id.
	Get func(ctx context.Context, c *clerk.Client, id string) (Address, error)
	// Change updates an address.
	Change func(ctx context.Context, c *clerk.Client, id string, params clerk.UpdateIdentifierParams) (Address, error)
	// Remove deletes an address.
	Remove func(ctx context.Context, c *clerk.Client, id string) error
	// Owner is the user who has the address with the id.
	Owner func(ctx context.Context, c *clerk.Client, id string) (*clerk.User, error)
}

// primaryID is Clerk's field of a user that says which address is the primary one.
func (k Kind) primaryID() string { return "primary_" + k.Attribute + "_id" }

// Sources are those of the attributes of Model.
func (k Kind) Sources() map[string][]string {
	return map[string][]string{"verified": {"verification.status"}, "primary": {k.primaryID()}}
}

// of are the user's addresses of the kind.
func (k Kind) of(u *clerk.User) []Address {
	all, primary := k.All(u)
	for i := range all {
		all[i].UserID = u.ID
		all[i].Primary = primary != nil && *primary == all[i].ID
		for _, l := range u.Lacks() {
			if l.Field == k.primaryID() {
				all[i].Answered = all[i].Lacking(l)
			}
		}
	}
	return all
}

// Create carries out a create, and reads from the user whether the new address is
// the primary one. If that fails, the address is deleted again; only if that fails
// too is it returned beside the error, to be saved as tainted.
func (k Kind) Create(ctx context.Context, c *clerk.Client, plan Model, value string, diags *diag.Diagnostics, params clerk.UpdateIdentifierParams, create func() (Address, error)) (*Address, error) {
	made, err := k.obtain(ctx, c, plan, value, diags, params, create)
	if err != nil {
		return made, err
	}
	if made.Primary {
		return made, nil
	}
	shown, err := k.read(ctx, c, made.UserID, made.ID)
	if err == nil {
		if shown.Primary && !plan.Primary.IsUnknown() {
			diags.AddAttributeWarning(path.Root("primary"), "The first one is primary",
				fmt.Sprintf("%q is the first %s of the user, and Clerk made it the primary one. %s", shown.Value, k.Noun, k.makeAnotherPrimary()))
		}
		return shown, nil
	}
	err = tf.Note(fmt.Sprintf("The %s %s had been created; this was to read from its user whether it is the primary one.", k.Noun, made.ID), err)
	return tf.Undo(ctx, made, func(ctx context.Context) error { return k.Remove(ctx, c, made.ID) }, err)
}

// Read reads the address of the state. One that is gone, with its user or
// without, is a 404.
func (k Kind) Read(ctx context.Context, c *clerk.Client, state Model) (*Address, error) {
	shown, err := k.read(ctx, c, state.UserID.ValueString(), state.ID.ValueString())
	var hidden *hiddenError
	if errors.As(err, &hidden) && !state.Primary.IsNull() {
		// Clerk has it, so a list that lags has shown the user without it.
		hidden.Primary = state.Primary.ValueBool()
		return &hidden.Address, nil
	}
	return shown, err
}

// read reads an address out of its user.
func (k Kind) read(ctx context.Context, c *clerk.Client, userID, id string) (*Address, error) {
	user, err := c.Users.Get(ctx, userID)
	if err != nil {
		return nil, err
	}
	for _, a := range k.of(user) {
		if a.ID == id {
			return &a, nil
		}
	}
	// Users come from lists, too, which may lag. Only this says that it is gone.
	a, err := k.Get(ctx, c, id)
	if err != nil {
		return nil, err
	}
	a.UserID = userID
	for _, l := range user.Lacks() {
		if all := tf.Plural(k.Attribute); l.Field == all || l.Field == all+".id" {
			return nil, tf.Unexpected(&hiddenError{a, k.Noun, l.Field})
		}
	}
	return nil, tf.Hint(fmt.Sprintf("Import it by its own id, %s, which finds its user; or correct the user's id.", id), &hiddenError{a, k.Noun, ""})
}

// hiddenError is an address that exists, and that its user does not show.
type hiddenError struct {
	Address
	noun  string
	lacks string // the field of the user that should show it, and is not there
}

func (h *hiddenError) Error() string {
	if h.lacks != "" {
		return fmt.Sprintf("the %s %s exists, but Clerk's answer about user %s lacks %s, so whether that user has it cannot be told", h.noun, h.ID, h.UserID, h.lacks)
	}
	return fmt.Sprintf("the %s %s exists, but user %s does not have it; it is another user's", h.noun, h.ID, h.UserID)
}

// Update carries out an update, unless there is nothing to send. Clerk's answer does not
// say whether the address is the primary one, so its user is asked where it was to become it.
func (k Kind) Update(ctx context.Context, c *clerk.Client, in tf.Input[Model], params clerk.UpdateIdentifierParams) (*Address, error) {
	if params == (clerk.UpdateIdentifierParams{}) {
		return k.Read(ctx, c, in.State)
	}
	a, err := k.Change(ctx, c, in.State.ID.ValueString(), params)
	if err != nil {
		return nil, k.blame(err)
	}
	if params.Primary.IsZero() {
		a.UserID, a.Primary = in.State.UserID.ValueString(), in.Plan.Primary.ValueBool()
		return &a, nil
	}
	shown, err := k.read(ctx, c, in.State.UserID.ValueString(), a.ID)
	if err != nil {
		return nil, tf.Note(fmt.Sprintf("The %s had been changed; this was to read from its user whether it is the primary one.", k.Noun), err)
	}
	return shown, nil
}

// blame puts a refusal that names no field on the address itself.
func (k Kind) blame(err error) error {
	answer, ok := rest.AsError(err)
	if !ok || len(answer.Items) == 0 || answer.Items[0].ParamName != "" {
		return err
	}
	switch answer.Status {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity:
		return tf.At(k.Attribute, err)
	}
	return err
}
