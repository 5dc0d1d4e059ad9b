package oauthapplication_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const (
	address = "clerk_oauth_application.docs"
	create  = "POST /oauth_applications"
	patch   = "PATCH /oauth_applications/{oauth_application_id}"
	rotate  = "POST /oauth_applications/{oauth_application_id}/rotate_secret"
	revoke  = "POST /oauth_applications/{oauth_application_id}/revoke_token"
	upload  = "PUT /oauth_applications/{oauth_application_id}/logo"
)

// docs is a configuration of one application, with further lines.
func docs(lines ...string) string {
	return "resource \"clerk_oauth_application\" \"docs\" {\n  name = \"docs\"\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// kept is docs with its secret kept, of a version.
func kept(version int) string {
	return docs("keep_client_secret = true", fmt.Sprintf("client_secret_version = %d", version))
}

// application is the only one that Clerk has.
func application(t *testing.T, i *acctest.Instance) clerk.OAuthApplication {
	t.Helper()
	all, err := rest.Collect(i.Clerk.OAuthApplications.List(t.Context(), clerk.OAuthApplicationFilter{}))
	if err != nil || len(all) != 1 {
		t.Fatalf("Clerk has %+v: %v", all, err)
	}
	return all[0]
}

// secret is the client secret that counts, of the only application.
func secret(t *testing.T, i *acctest.Instance) string {
	t.Helper()
	return i.Sim.ClientSecret(application(t, i).ID)
}

// keeps fails the test unless the state has the client secret that counts, and none of those before it.
func keeps(t *testing.T, i *acctest.Instance, before *[]string) func(acctest.States) {
	t.Helper()
	return func(states acctest.States) {
		t.Helper()
		now := secret(t, i)
		if got := states.Get(address, "client_secret"); now == "" || got != now {
			t.Errorf("the state has the secret %q, and Clerk %q", got, now)
		}
		for _, old := range *before {
			if old == now || strings.Contains(states[address].String(), old) {
				t.Errorf("the secret %q is still there", old)
			}
		}
		*before = append(*before, now)
	}
}

// lacks fails the test if the state has the client secret that counts, or another.
func lacks(t *testing.T, i *acctest.Instance) func(acctest.States) {
	t.Helper()
	return func(states acctest.States) {
		t.Helper()
		now := secret(t, i)
		if now == "" || states.Get(address, "client_secret") != "null" || strings.Contains(states[address].String(), now) {
			t.Errorf("Clerk has the secret %q, and the state is %s", now, states[address])
		}
	}
}
