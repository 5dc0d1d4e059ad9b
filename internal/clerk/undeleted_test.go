package clerk_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Whether an address is the last one may change while Clerk answers.
func TestDeletesAgainWhatIsTheLastAddressNoMore(t *testing.T) {
	t.Parallel()
	u := clerk.Undeleted{IsLast: clerk.IsLastAddress}
	last := &rest.Error{Status: 400, Items: []rest.ErrorItem{{Code: "identification_deletion_failed"}}}
	attempts := 0
	address := clerk.UndeletedObject{ID: "idn_1", Delete: func(context.Context) error {
		switch attempts++; attempts {
		case 1:
			u.Added("user_2")
			return last
		case 2:
			if all := u.Added("user_1"); len(all) != 1 {
				t.Errorf("%d addresses are remembered, expected that of the first attempt", len(all))
			}
			return last
		}
		return nil
	}}
	if err := u.Delete(t.Context(), "user_1", address); !clerk.IsLastAddress(err) {
		t.Errorf("the error is %v", err)
	}
	if err := u.Delete(t.Context(), "user_1", address); err != nil || attempts != 3 {
		t.Errorf("it was attempted %d times: %v", attempts, err)
	}
	if all := u.Added("user_1"); len(all) != 0 {
		t.Errorf("%d addresses are remembered that were deleted", len(all))
	}
}
