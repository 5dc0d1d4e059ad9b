package identifier

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// LastOne is for the description of the resources of both kinds.
func (w Wording) LastOne() string {
	return fmt.Sprintf("Clerk may refuse to delete the last %[1]s that a user can be found by, or has to have. "+
		"Destroying it then leaves it with the user, out of the state, and warns: it goes as soon as the user is deleted, or the same run adds another one. "+
		"One that is replaced by the same one is kept, and set as the configuration says.", w.Noun)
}

// Delete deletes the address of the state. If Clerk keeps it as the last one of its
// user, that is a warning, and the address leaves the state all the same.
//
// An error would be better if the user stays, since nothing manages the address from
// then on. But it would be wrong if this run deletes the user too: Terraform deletes
// the user, whom the address depends on, only after the address has left the state, so
// an error would end every destroy of both. Which of the two it is cannot be told here:
// Terraform tells a provider nothing of what becomes of other objects, neither in a
// plan nor in an apply, nor whether a new address is to take the place of this one. So
// the warning says what becomes of the address in each case. The client remembers it,
// for the case that this run gives the user another one. An apply that is ended between
// the two forgets it; then the warning is what tells of it.
func (k Kind) Delete(ctx context.Context, c *clerk.Client, state Model, value string, diags *diag.Diagnostics) error {
	user, id := state.UserID.ValueString(), state.ID.ValueString()
	err := c.Undeleted.Delete(ctx, user, clerk.UndeletedObject{
		Noun: k.Noun, Value: value, ID: id, Delete: func(ctx context.Context) error { return k.Remove(ctx, c, id) },
	})
	if !clerk.IsLastAddress(err) {
		return k.blame(err)
	}
	tf.Warn(diags, fmt.Sprintf("Clerk keeps the %s %q %q", k.Noun, value, id), tf.Hint(fmt.Sprintf(
		"It was to be deleted, and is the last one that the user %[1]s can be found by, or has to have. So it leaves the state without being deleted. "+
			"If this run deletes the user, it goes with the user. If this run gives the user another one, it is deleted then, and a resource that creates the same one takes it up again. "+
			"Otherwise it stays in Clerk, and nothing manages it: to be rid of it, give the user another one and then delete it in Clerk's dashboard, or delete the user; "+
			"to manage it again, import it, as %[1]s/%[2]s.", user, id), err))
	return nil
}

// obtain is the request of a create. Where this run was to delete the same address and
// Clerk kept it, that one is set as the plan has it, in the place of a new one. Where
// it was to delete another one, that one is deleted now; if the create fails, it is
// returned beside the error, so that the state does not forget it.
func (k Kind) obtain(ctx context.Context, c *clerk.Client, plan Model, value string, diags *diag.Diagnostics, params clerk.UpdateIdentifierParams, create func() (Address, error)) (*Address, error) {
	user := plan.UserID.ValueString()
	as := func(a Address) (*Address, error) {
		a.UserID, a.Primary = user, plan.Primary.ValueBool()
		return &a, nil
	}
	last, kept := c.Undeleted.Take(user, func(a clerk.UndeletedObject) bool { return attr.SameAddress(a.Value, value) })
	if kept {
		if params == (clerk.UpdateIdentifierParams{}) {
			return as(Address{ID: last.ID})
		}
		is, err := k.Change(ctx, c, last.ID, params)
		if err != nil {
			return instead(user, last, k.blame(err))
		}
		return as(is)
	}
	made, err := create()
	if err == nil {
		Added(ctx, c, user, diags)
		return as(made)
	}
	if err = k.blame(err); rest.IsNotFound(err) {
		err = tf.At("user_id", err)
	}
	if last, kept = c.Undeleted.Take(user, func(a clerk.UndeletedObject) bool { return a.Noun == k.Noun }); kept {
		return instead(user, last, err)
	}
	return nil, err
}

// instead is the outcome of a create that failed where Clerk kept another address.
func instead(user string, last clerk.UndeletedObject, err error) (*Address, error) {
	return &Address{ID: last.ID, UserID: user, Value: last.Value}, tf.Note(fmt.Sprintf(
		"The state has the %s %q, %s, in its place, which was to be deleted before this, and which Clerk kept. It is tainted, and the next apply replaces it.", last.Noun, last.Value, last.ID), err)
}

// Added is told that this run has given the user another address. Those that it could
// not delete as long as they were the last ones it deletes now, also if it is stopped
// meanwhile. What Clerk still keeps waits for the next one.
func Added(ctx context.Context, c *clerk.Client, user string, diags *diag.Diagnostics) {
	ctx, cancel := tf.CleanUp(ctx)
	defer cancel()
	for _, last := range c.Undeleted.Added(user) {
		if err := c.Undeleted.Delete(ctx, user, last); err != nil && !rest.IsNotFound(err) && !clerk.IsLastAddress(err) {
			tf.Warn(diags, fmt.Sprintf("Could not delete %s %q %q", last.Noun, last.Value, last.ID), tf.Hint(fmt.Sprintf(
				"Clerk kept it before this as the last one of the user %[1]s, who has another one by now. It is no longer in the state, and nothing manages it: "+
					"delete it in Clerk's dashboard, or, to manage it again, import it, as %[1]s/%[2]s.", user, last.ID), err))
		}
	}
}
