package clerk

import (
	"context"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// HasMFA reports whether the user has any second factor, or backup codes.
func (u *User) HasMFA() bool {
	for _, p := range u.PhoneNumbers {
		if p.ReservedForSecondFactor {
			return true
		}
	}
	return u.TwoFactorEnabled || u.TOTPEnabled || u.BackupCodeEnabled
}

// Current is GET /users/{user_id} by a request of its own. It is for decisions about a write, which must not be based on a list that
// may be out of date.
func (u *Users) Current(ctx context.Context, id string) (*User, error) {
	return u.getOne(ctx, id)
}

// DisableMFA is DELETE /users/{user_id}/mfa: no authenticator app, no backup
// codes, and no phone number as a second factor any more.
func (u *Users) DisableMFA(ctx context.Context, id string) error {
	u.noteWrite(id)
	return u.transport().Do(ctx, rest.Call{Method: http.MethodDelete, Path: []string{"users", id, "mfa"}}, nil)
}

// RemovePassword is POST /users/{user_id}/remove_password. A user without a
// password stays unchanged. Sessions stay active unless they are to be ended.
func (u *Users) RemovePassword(ctx context.Context, id string, signOutOfOtherSessions bool) (*User, error) {
	body := struct {
		SignOut bool `json:"sign_out_of_other_sessions,omitempty"`
	}{signOutOfOtherSessions}
	return u.write(ctx, id, rest.Call{Method: http.MethodPost, Path: []string{"users", id, "remove_password"}, Body: body})
}

// SetPasswordCompromised is POST /users/{user_id}/password/set_compromised: the
// user has to choose another at the next sign-in. A user without a password is an
// error with the code no_password_set. Sessions stay active unless they are to be
// revoked.
func (u *Users) SetPasswordCompromised(ctx context.Context, id string, revokeAllSessions bool) (*User, error) {
	body := struct {
		RevokeAll bool `json:"revoke_all_sessions,omitempty"`
	}{revokeAllSessions}
	return u.write(ctx, id, rest.Call{Method: http.MethodPost, Path: []string{"users", id, "password", "set_compromised"}, Body: body})
}
