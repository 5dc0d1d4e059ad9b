package testingtoken_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

func TestAccCreatesATestingTokenAndSaysWhenItExpires(t *testing.T) {
	t.Parallel()
	acctest.New(t).RunEchoing(resource.TestStep{
		Config: `ephemeral "clerk_testing_token" "this" {}` + acctest.Echo("ephemeral.clerk_testing_token.this"),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
			if data["token"] == "" {
				t.Error("the token is empty")
			}
			expires, err := time.Parse(time.RFC3339, data["expires_at"].(string))
			if left := time.Until(expires); err != nil || left <= 0 || left > 24*time.Hour {
				t.Errorf("the token expires at %s, in %s (%v)", data["expires_at"], left, err)
			}
		})},
	})
}
