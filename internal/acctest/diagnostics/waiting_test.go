package diagnostics_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// callTogether reads users at the same time, and interrupts that.
func (s *scenario) callTogether(ids ...string) {
	t := s.core.DataSource("clerk_user")
	w := s.walk()
	var readers sync.WaitGroup
	var mu sync.Mutex
	var told []*tfprotov6.Diagnostic
	for _, id := range ids {
		config := s.core.Config(t, fmt.Sprintf("id = %q", id), nil)
		readers.Go(func() {
			said := w.Read(t, config)
			mu.Lock()
			defer mu.Unlock()
			told = append(told, said...)
		})
		<-time.After(time.Millisecond)
	}
	time.AfterFunc(time.Second, w.Stop)
	readers.Wait()
	<-time.After(2 * time.Second) // for the requests that nobody waits for any more
	slices.SortFunc(told, func(a, b *tfprotov6.Diagnostic) int { return strings.Compare(a.Detail, b.Detail) })
	s.say(told)
}

var _ = inSection("Waiting, and being interrupted", []errorCase{
	{what: "Throttling costs more than half a minute", do: func(s *scenario) {
		s.limited(40, 1)
		s.a("clerk_user").apply(`email_addresses = ["ada@example.com"]`)
	}},
	{what: "Clerk asks for more patience than the provider has", do: func(s *scenario) {
		s.limited(600, 1)
		s.a("clerk_user").apply(`email_addresses = ["ada@example.com"]`)
	}},
	{what: "Clerk refuses a request again and again", do: func(s *scenario) {
		s.limited(100, 20)
		s.a("clerk_user").apply(`email_addresses = ["ada@example.com"]`)
	}},
	{what: "Interrupted while waiting for the rate limit", do: func(s *scenario) {
		s.limited(60, 1)
		s.stop = time.Second
		s.a("clerk_user").apply(`email_addresses = ["ada@example.com"]`)
	}},
	{what: "Interrupted while waiting for a turn", do: func(s *scenario) {
		s.block = map[string]cty.Value{"bulk_reads": cty.False}
		s.silent("GET", "/users")
		ids := make([]string, 11)
		for i := range ids {
			ids[i] = "user_ada"
		}
		s.callTogether(ids...)
	}},
	{what: "Interrupted while waiting for a request that several reads share", do: func(s *scenario) {
		s.silent("GET", "/users")
		s.callTogether("user_ada", "user_byron", "user_byron")
	}},
	{what: "Interrupted while waiting for max_requests_per_second", do: func(s *scenario) {
		s.block = map[string]cty.Value{"max_requests_per_second": cty.NumberFloatVal(0.1)}
		s.stop = time.Second
		o := s.a("clerk_user")
		o.apply(`
			email_addresses = ["ada@example.com"]
			profile_image   = "` + s.file(png) + `"`)
	}},
	{what: "Interrupted between two requests", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		s.stop = time.Second
		o.apply(`
			first_name = "Ada"
			locked     = true`, func() {
			s.wire.answer = func(r *http.Request) (*http.Response, error) {
				if r.Method == http.MethodPatch {
					<-time.After(3 * time.Second)
				}
				return nil, nil
			}
		})
	}},
	{what: "Interrupted before a request is repeated", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		s.stop = time.Second
		o.apply(`first_name = "Ada"`, func() { s.fails("PATCH /users/{user_id}", "502") })
	}},
})

// strict is an instance that chooses the harder one of what is not documented.
func strict(o *clerksim.Options) {
	o.Assume = map[string]string{"last_address_deletable": "false", "unverified_primary": "refused"}
}

// png begins as a picture does.
const png = "\x89PNG\r\n\x1a\n"

// Answers of Clerk's for which there is a hint each.
var _ = inSection("What is refused by name", []errorCase{
	{what: "form_identifier_exists", do: func(s *scenario) {
		s.ada()
		s.a("clerk_user").apply(`email_addresses = ["ada@example.com"]`)
	}},
	{what: "form_identifier_exists: two users exchange their usernames", do: func(s *scenario) {
		ada, grace := s.a("clerk_user"), s.a("clerk_user")
		ada.apply(`username = "countess"`)
		grace.apply(`username = "captain"`)
		s.inOneRun(map[*thing]string{ada: `username = "captain"`, grace: `username = "countess"`}, ada, grace)
	}},
	{what: "resource_not_found", do: adasName(func(s *scenario) {
		for u, err := range s.Clerk.Users.List(s.t.Context(), clerk.UserFilter{}) {
			s.must(err)
			s.must(s.Clerk.Users.Delete(s.t.Context(), u.ID))
		}
	})},
	{what: "jwt_template_reserved_claim", do: func(s *scenario) {
		s.answers("POST", "/jwt_templates", http.StatusBadRequest,
			`{"errors":[{"code":"jwt_template_reserved_claim","message":"Reserved claim","long_message":"You can't use the reserved claim: 'org'","meta":{"param_name":"claims"}}]}`)
		s.a("clerk_jwt_template").apply(aTemplate)
	}},
	{what: "session_token_jwt_template", do: func(s *scenario) {
		o := s.a("clerk_jwt_template")
		o.apply(aTemplate)
		s.refuses("DELETE", "/jwt_templates", http.StatusBadRequest, "session_token_jwt_template", "This template customizes the session token.")
		o.destroy()
	}},
	{what: "user_quota_exceeded", do: func(s *scenario) {
		s.refuses("POST", "/users", http.StatusForbidden, "user_quota_exceeded", "You have reached your limit of users.")
		s.a("clerk_user").apply(`email_addresses = ["ada@example.com"]`)
	}},
	{what: "user_managed_by_scim", do: adasName(func(s *scenario) { s.on("scim") })},
	{what: "attribute_managed_by_scim", do: func(s *scenario) {
		s.ada()
		s.on("scim")
		s.a("clerk_email_address").apply(`
			user_id       = ada
			email_address = "countess@example.com"`)
	}},
	{what: "form_password_pwned", do: func(s *scenario) {
		s.on("breached_passwords")
		s.a("clerk_user").apply(`
			email_addresses     = ["ada@example.com"]
			password_wo         = "` + secret + `"
			password_wo_version = 1`)
	}},
	{what: "no_password_set", do: func(s *scenario) {
		s.ada()
		s.open("clerk_password_verification", `
			user_id  = ada
			password = "`+secret+`"`)
	}},
	{what: "totp_disabled", do: func(s *scenario) {
		s.ada()
		s.open("clerk_totp_verification", `
			user_id = ada
			code    = "123456"`)
	}},
	{what: "oauth_token_provider_not_enabled", do: func(s *scenario) {
		s.ada()
		s.off("oauth_google")
		s.open("clerk_oauth_access_token", `
			user_id       = ada
			provider_name = "google"`)
	}},
	{what: "oauth_missing_refresh_token", do: func(s *scenario) {
		s.ada()
		s.refuses("GET", "/users", http.StatusUnprocessableEntity, "oauth_missing_refresh_token", "The refresh token is missing.")
		s.open("clerk_oauth_access_token", `
			user_id       = ada
			provider_name = "google"`)
	}},
	{what: "last_required_identification_deletion_failed", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		s.on("email_required")
		o.apply("email_addresses = []")
	}},
	{what: "identification_deletion_failed", sim: strict, do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		o.apply("email_addresses = []")
	}},
	{what: "delete_linked_identification_disallowed", do: func(s *scenario) {
		u := s.ada()
		s.refuses("DELETE", "/email_addresses", http.StatusBadRequest, "delete_linked_identification_disallowed", "This address is linked to a connected account.")
		s.destroyImported("clerk_email_address", u.ID+"/"+u.EmailAddresses[0].ID)
	}},
	{what: "form_verification_needed", sim: strict, do: func(s *scenario) {
		s.ada()
		s.a("clerk_email_address").apply(`
			user_id       = ada
			email_address = "countess@example.com"
			primary       = true`)
	}},
	{what: "identification_create_second_factor_unverified", do: func(s *scenario) {
		s.ada()
		s.refuses("POST", "/phone_numbers", http.StatusBadRequest, "identification_create_second_factor_unverified", "Phone number is not verified.")
		s.a("clerk_phone_number").apply(`
			user_id                    = ada
			phone_number               = "+15555550100"
			verified                   = true
			reserved_for_second_factor = true`)
	}},
	{what: "identification_update_second_factor_unverified", do: func(s *scenario) {
		s.ada()
		o := s.a("clerk_phone_number")
		o.apply(`
			user_id      = ada
			phone_number = "+15555550100"
			verified     = true`)
		s.refuses("PATCH", "/phone_numbers", http.StatusBadRequest, "identification_update_second_factor_unverified", "Phone number is not verified.")
		o.apply(`
			user_id                    = ada
			phone_number               = "+15555550100"
			verified                   = true
			reserved_for_second_factor = true`)
	}},
})

const aTemplate = `
	name   = "reports"
	claims = jsonencode({ aud = "reports" })`

// destroyImported imports an object and destroys it.
func (s *scenario) destroyImported(resource, id string) {
	s.t.Helper()
	o := s.a(resource)
	state, err := s.walk().Import(o.t, id, cty.NilVal)
	s.must(err)
	o.state = state
	o.destroy()
}
