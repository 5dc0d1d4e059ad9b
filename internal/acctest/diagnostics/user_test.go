package diagnostics_test

import (
	"net/http"
	"os"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// invalid are configurations that are refused before anything is asked of Clerk.
func invalid(resource, config string) func(*scenario) {
	return func(s *scenario) {
		s.vars["nine_kilobytes"] = text9K
		s.a(resource).plan(config)
	}
}

var _ = inSection("Resource clerk_user: its configuration", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_user", `
		email_addresses            = ["Ada <ada@example.com>", "countess@example.com", "Countess@example.com "]
		primary_email_address      = "countess@example.com"
		phone_numbers              = ["0155 555 0100"]
		web3_wallets               = [" "]
		identification_status      = "pending"
		locale                     = "en_US"
		public_metadata            = "plan = pro"
		unsafe_metadata            = "null"
		private_metadata           = jsonencode({ data = nine_kilobytes })
		create_organizations_limit = -1
		legal_accepted_at          = "today"
		created_at                 = "1815-12-10"
		password_wo                = "short"
		password_wo_version        = 1
		totp_secret_wo             = "`+secret+`!"
		totp_secret_wo_version     = 1
		backup_codes_wo            = ["`+secret+`", "`+secret+`", ""]
		backup_codes_wo_version    = 1`)},
	{what: "Elements that are null", do: invalid("clerk_user", `
		email_addresses         = ["ada@example.com", null]
		phone_numbers           = [null]
		web3_wallets            = [null]
		backup_codes_wo         = [null]
		backup_codes_wo_version = 1`)},
	{what: "Arguments without those that they go with", do: invalid("clerk_user", `
		password_wo             = "`+secret+`"
		password_digest_wo      = "`+secret+`"
		totp_secret_wo_version  = 1
		backup_codes_wo         = []
		private_metadata        = jsonencode({})
		private_metadata_wo     = jsonencode({})`)},
	{what: "A hasher without its digest", do: invalid("clerk_user", `password_hasher = "rot13"`)},
	{what: "An empty digest", do: invalid("clerk_user", `
		password_digest_wo         = ""
		password_digest_wo_version = 1
		password_hasher            = "bcrypt"`)},
	{what: "A switch without its password", do: invalid("clerk_user", `sign_out_of_other_sessions = true`)},
	{what: "Several addresses, numbers and wallets, and no primary one", do: invalid("clerk_user", `
		email_addresses = ["ada@example.com", "countess@example.com"]
		phone_numbers   = ["+15555550100", "+15555560100"]
		web3_wallets    = ["0x01", "0x02"]`)},
	{what: "A primary address, number and wallet that are not in their sets", do: invalid("clerk_user", `
		email_addresses       = ["ada@example.com"]
		primary_email_address = "countess@example.com"
		phone_numbers         = ["+15555550100"]
		primary_phone_number  = "+15555560100"
		web3_wallets          = ["0x01"]
		primary_web3_wallet   = "0x02"`)},
	{what: "A primary address, number and wallet of a new user without the sets", do: invalid("clerk_user", `
		primary_email_address = "ada@example.com"
		primary_phone_number  = "+15555550100"
		primary_web3_wallet   = "0x01"`)},
	{what: "A wallet for a user who exists", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		o.apply(`web3_wallets = ["0x01"]`)
	}},
	{what: "A picture that is not there", do: func(s *scenario) { s.a("clerk_user").plan(`profile_image = "` + s.picture + `"`) }},
	{what: "A picture that was uploaded, and whose file is gone", do: func(s *scenario) {
		config := `profile_image = "` + s.file(png) + `"`
		o := s.a("clerk_user")
		o.apply(config)
		s.must(os.Remove(s.picture))
		o.plan(config)
	}},
	{what: "A picture that was replaced outside, and whose file is gone", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`profile_image = "` + s.file(png) + `"`)
		for u, err := range s.Clerk.Users.List(s.t.Context(), clerk.UserFilter{}) {
			s.must(err)
			_, err = s.Clerk.Users.SetProfileImage(s.t.Context(), u.ID, "other.png", []byte(png+"other"))
			s.must(err)
		}
		s.must(os.Remove(s.picture))
		o.plan(`profile_image = "` + s.picture + `"`)
	}},
	{what: "A picture that is none", do: func(s *scenario) { s.a("clerk_user").plan(`profile_image = "` + s.file("<html></html>") + `"`) }},
	{what: "A picture that is too large", do: func(s *scenario) {
		path := s.file(png)
		s.must(os.Truncate(path, 11<<20))
		s.a("clerk_user").plan(`profile_image = "` + path + `"`)
	}},
	{what: "A picture that cannot be read", do: func(s *scenario) {
		s.must(os.Mkdir(s.picture, 0o700))
		s.a("clerk_user").plan(`profile_image = "` + s.picture + `"`)
	}},
})

// pictured creates a user with a picture; it happens before the picture is sent.
func pictured(happens func(*scenario)) func(*scenario) {
	return func(s *scenario) {
		s.wire.answer = func(r *http.Request) (*http.Response, error) {
			s.wire.answer = nil
			happens(s)
			return nil, nil
		}
		s.a("clerk_user").apply(`
			email_addresses = ["ada@example.com"]
			profile_image   = "` + s.file(png) + `"`)
	}
}

var _ = inSection("Resource clerk_user", []errorCase{
	{what: "A user who cannot be named", do: func(s *scenario) {
		s.refuses("POST", "/users", 422, "form_data_missing", "A user needs an email address.")
		s.a("clerk_user").apply(`first_name = "Ada"`)
	}},
	{what: "The picture is gone when it is to be uploaded", do: pictured(func(s *scenario) { s.must(os.Remove(s.picture)) })},
	{what: "The picture is refused, and so is the deletion of the user without it", do: pictured(func(s *scenario) {
		s.fails("POST /users/{user_id}/profile_image", "502")
		s.refuses("DELETE", "/users", 403, "forbidden", "Users cannot be deleted here.")
	})},
	{what: "An address that another user has", do: func(s *scenario) {
		s.ada()
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["countess@example.com"]`)
		o.apply(`
			email_addresses       = ["ada@example.com", "countess@example.com"]
			primary_email_address = "countess@example.com"`)
	}},
	{what: "A primary address that the user has lost", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`
			email_addresses       = ["ada@example.com", "countess@example.com"]
			primary_email_address = "ada@example.com"`)
		o.apply(`primary_email_address = "countess@example.com"`, func() {
			for u, err := range s.Clerk.Users.List(s.t.Context(), clerk.UserFilter{}) {
				s.must(err)
				s.must(s.Clerk.EmailAddresses.Delete(s.t.Context(), u.EmailAddresses[1].ID))
			}
		})
	}},
	{what: "A wallet that the user has lost", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`
			username            = "countess"
			web3_wallets        = ["0x01", "0x02"]
			primary_web3_wallet = "0x02"`)
		o.apply(`web3_wallets = ["0x01"]`, func() {
			for u, err := range s.Clerk.Users.List(s.t.Context(), clerk.UserFilter{}) {
				s.must(err)
				for _, w := range u.Web3Wallets {
					if w.Web3Wallet == "0x01" {
						s.must(s.Clerk.Users.DeleteWeb3Wallet(s.t.Context(), u.ID, w.ID))
					}
				}
			}
		})
	}},
	{what: "An address that Clerk does not let go of", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		s.on("email_required")
		o.apply(`email_addresses = []`)
	}},
	{what: "An update whose ban is refused", do: func(s *scenario) {
		s.off("ban")
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		o.apply(`banned = true`)
	}},
	{what: "A user who cannot be read after an update", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`
			email_addresses       = ["ada@example.com", "countess@example.com"]
			primary_email_address = "ada@example.com"`)
		o.apply(`
			email_addresses       = ["ada@example.com"]
			primary_email_address = "ada@example.com"`, func() { s.failsLate() })
	}},
	{what: "A delete that is refused", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`email_addresses = ["ada@example.com"]`)
		s.refuses("DELETE", "/users", 403, "forbidden", "Users cannot be deleted here.")
		o.destroy()
	}},
	{what: "Imported by a key that there is not", do: func(s *scenario) { s.a("clerk_user").imported("mail:ada@example.com") }},
	{what: "Imported by an address that nobody has", do: func(s *scenario) { s.a("clerk_user").imported("email:ada@example.com") }},
	{what: "Imported by an address that two have", sim: sharedAddresses, do: func(s *scenario) {
		s.usersWithOneAddress()
		s.a("clerk_user").imported("email:ada@example.com")
	}},
	{what: "Imported by an id that cannot be one", do: func(s *scenario) { s.a("clerk_email_address").imported("../idn_1") }},
	{what: "A wallet that the user has no longer", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply(`web3_wallets = ["0x01"]`)
		o.plan(`
			web3_wallets        = ["0x01", "0x02"]
			primary_web3_wallet = "0x01"`)
	}},
	{what: "Imported by a username that nobody has", do: func(s *scenario) { s.a("clerk_user").imported("ada") }},
})

// sharedAddresses lets several users have an address that is not verified.
func sharedAddresses(o *clerksim.Options) {
	o.Assume = map[string]string{"unverified_addresses_unique": "false"}
}

// usersWithOneAddress are two users with one address, which neither has verified.
func (s *scenario) usersWithOneAddress() {
	for range 2 {
		u, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value("Ada")}})
		s.must(err)
		_, err = s.Clerk.EmailAddresses.Create(s.t.Context(), clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "ada@example.com"})
		s.must(err)
	}
}

var text9K = cty9K(strings.Repeat("x", 9<<10))
