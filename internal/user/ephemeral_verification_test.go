package user_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/pquerna/otp/totp"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

const backupCode = "second-code"

// protected is a user with a password, an authenticator app and backup codes.
func protected() string {
	return withSecrets(password(firstPassword, "1") + `
  totp_secret_wo          = "` + totpSecret + `"
  totp_secret_wo_version  = 1
  backup_codes_wo         = ["first-code", "` + backupCode + `"]
  backup_codes_wo_version = 1`)
}

func verification(kind, lines string) string {
	return `
ephemeral "clerk_` + kind + `_verification" "ada" {
  user_id = clerk_user.ada.id
  ` + lines + `
}
`
}

// gives applies the configuration, and expects the verification to give want.
func gives(t *testing.T, config, kind string, want bool) resource.TestStep {
	t.Helper()
	return resource.TestStep{
		Config: config + acctest.Echo("{ verified = ephemeral.clerk_"+kind+"_verification.ada.verified }"),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
			if data["verified"] != want {
				t.Errorf("verified is %v, expected %t", data["verified"], want)
			}
		})},
	}
}

func TestAccVerifiesAPasswordAndTakesAWrongOneForNoError(t *testing.T) {
	t.Parallel()
	for candidate, want := range map[string]bool{firstPassword: true, "not " + firstPassword: false} {
		acctest.New(t).RunEchoing(gives(t, protected()+verification("password", `password = "`+candidate+`"`), "password", want))
	}
}

func TestAccVerifiesACodeAndTakesAWrongOneForNoError(t *testing.T) {
	t.Parallel()
	right, err := totp.GenerateCode(totpSecret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	wrong := "000000"
	if right[0] == '0' {
		wrong = "999999"
	}
	for candidate, want := range map[string]bool{right: true, wrong: false} {
		acctest.New(t).RunEchoing(gives(t, protected()+verification("totp", `code = "`+candidate+`"`), "totp", want))
	}
}

func TestAccLetsACheckBlockAndAPreconditionUseAVerification(t *testing.T) {
	t.Parallel()
	config := protected() + verification("password", `password = "wrong password"`)
	acctest.New(t).RunEchoing(
		resource.TestStep{Config: config + `
check "password" {
  assert {
    condition     = ephemeral.clerk_password_verification.ada.verified
    error_message = "The password is not Ada's."
  }
}`},
		resource.TestStep{
			Config: config + `
resource "terraform_data" "this" {
  lifecycle {
    precondition {
      condition     = ephemeral.clerk_password_verification.ada.verified
      error_message = "The password is not Ada's."
    }
  }
}`,
			ExpectError: acctest.Words("The password is not Ada's."),
		},
	)
}

func TestAccRefusesABackupCodeAndLeavesItUnused(t *testing.T) {
	t.Parallel()
	const code = `code = "` + backupCode + `"`
	for title, config := range map[string]string{
		"in the plan": verification("totp", code),
		"in the apply, when it is not known before": `
resource "terraform_data" "late" {
  input = "` + backupCode + `"
}` + verification("totp", "code = terraform_data.late.output"),
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			i.RunEchoing(
				resource.TestStep{Config: protected()},
				resource.TestStep{
					Config:      protected() + config + acctest.Echo("{ verified = ephemeral.clerk_totp_verification.ada.verified }"),
					ExpectError: acctest.Words("Expected the six digits of an authenticator app", "A backup code is refused"),
				},
				resource.TestStep{
					Config: protected(),
					Check: func(*terraform.State) error {
						if n := i.Sim.Stats().ByOperation["POST /users/{user_id}/verify_totp"]; n != 0 {
							t.Errorf("%d codes were sent", n)
						}
						ok, err := i.Clerk.Users.VerifyTOTP(t.Context(), i.User("ada@example.com").ID, backupCode)
						if !ok {
							t.Error("the backup code has been used up")
						}
						return err
					},
				},
			)
		})
	}
}

func TestAccSaysThatThereIsNothingToVerify(t *testing.T) {
	t.Parallel()
	bare := withSecrets("")
	for kind, c := range map[string]struct{ argument, code string }{
		"password": {`password = "any password"`, "no_password_set"},
		"totp":     {`code = "123456"`, "totp_disabled"},
	} {
		acctest.New(t).RunEchoing(
			resource.TestStep{
				Config:      bare + verification(kind, c.argument) + acctest.Echo("{ verified = ephemeral.clerk_"+kind+"_verification.ada.verified }"),
				ExpectError: acctest.Words("Could not verify", "user_id = clerk_user.ada.id", "400", c.code, "There is nothing to verify"),
			},
			resource.TestStep{
				Config: acctest.Replace(t, bare+verification(kind, c.argument), "clerk_user.ada.id", `"user_nobody"`) +
					acctest.Echo("{ verified = ephemeral.clerk_"+kind+"_verification.ada.verified }"),
				ExpectError: acctest.Words("Could not verify", `user_id = "user_nobody"`, "404"),
			},
		)
	}
}

// Each configuration is refused at plan time, on the attribute that it names,
// without its secret, and nothing is sent.
func TestAccRefusesBadVerificationsAtPlanTime(t *testing.T) {
	t.Parallel()
	for title, bad := range map[string]struct{ kind, lines, attribute, detail string }{
		"a password of nobody":   {"password_verification", "user_id = \"\"\npassword = \"p\"", "user_id =", "at least 1"},
		"no password":            {"password_verification", "user_id = \"u\"\npassword = \"\"", "password =", "at least 1"},
		"a code of nobody":       {"totp_verification", "user_id = \"\"\ncode = \"123456\"", "user_id =", "at least 1"},
		"a backup code":          {"totp_verification", "user_id = \"u\"\ncode = \"k7m2q9xw\"", "code =", "six digits"},
		"a code of five digits":  {"totp_verification", "user_id = \"u\"\ncode = \"12345\"", "code =", "six digits"},
		"a code of seven digits": {"totp_verification", "user_id = \"u\"\ncode = \"1234567\"", "code =", "six digits"},
		"a code with a space":    {"totp_verification", "user_id = \"u\"\ncode = \"123 456\"", "code =", "without spaces"},
		"an empty code":          {"totp_verification", "user_id = \"u\"\ncode = \"\"", "code =", "six digits"},
		"a token of nobody":      {"oauth_access_token", "user_id = \"\"\nprovider_name = \"google\"", "user_id =", "at least 1"},
		"a provider with a path": {"oauth_access_token", "user_id = \"u\"\nprovider_name = \"google/../x\"", "provider_name =", "cannot be a name"},
		"an empty provider":      {"oauth_access_token", "user_id = \"u\"\nprovider_name = \"\"", "provider_name =", "cannot be a name"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			i.Run(resource.TestStep{
				Config:      "ephemeral \"clerk_" + bad.kind + "\" \"ada\" {\n" + bad.lines + "\n}",
				PlanOnly:    true,
				ExpectError: acctest.Words("ephemeral.clerk_"+bad.kind+".ada", bad.attribute, bad.detail),
			})
			if n := i.Sim.Stats().Requests; n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
