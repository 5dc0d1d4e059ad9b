package user_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
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

// withProtected makes that user, and hands over a configuration for verifying.
func withProtected(t *testing.T, check func(i *acctest.Instance, of func(kind, lines string) string)) {
	t.Helper()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{Config: protected(), Check: func(states acctest.States) {
		check(i, func(kind, lines string) string {
			return acctest.Replace(t, verification(kind, lines), "clerk_user.ada.id", `"`+states.Get(address, "id")+`"`)
		})
	}})
}

func TestVerifiesAndTakesAWrongCandidateForNoError(t *testing.T) {
	t.Parallel()
	right, err := totp.GenerateCode(totpSecret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	wrong := "000000"
	if right[0] == '0' {
		wrong = "999999"
	}
	withProtected(t, func(i *acctest.Instance, of func(kind, lines string) string) {
		for config, want := range map[string]bool{
			of("password", `password = "`+firstPassword+`"`):     true,
			of("password", `password = "not `+firstPassword+`"`): false,
			of("totp", `code = "`+right+`"`):                     true,
			of("totp", `code = "`+wrong+`"`):                     false,
		} {
			i.Open(config, func(given map[string]any) {
				if given["verified"] != want {
					t.Errorf("verified is %v, expected %t", given["verified"], want)
				}
			})
		}
	})
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

func TestRefusesABackupCodeAndLeavesItUnused(t *testing.T) {
	t.Parallel()
	withProtected(t, func(i *acctest.Instance, of func(kind, lines string) string) {
		i.ExpectError(of("totp", `code = "`+backupCode+`"`), "Expected the six digits of an authenticator app", "A backup code is refused")
		expectUnused(t, i)
	})
}

// A code that is not known in the plan is refused in the apply.
func TestAccRefusesABackupCodeThatThePlanDidNotKnow(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	i.RunEchoing(
		resource.TestStep{
			Config: protected() + `
resource "terraform_data" "late" {
  input = "` + backupCode + `"
}` + verification("totp", "code = terraform_data.late.output") + acctest.Echo("{ verified = ephemeral.clerk_totp_verification.ada.verified }"),
			ExpectError: acctest.Words("Expected the six digits of an authenticator app", "A backup code is refused"),
		},
		resource.TestStep{Config: protected(), Check: func(*terraform.State) error {
			expectUnused(t, i)
			return nil
		}},
	)
}

func expectUnused(t *testing.T, i *acctest.Instance) {
	t.Helper()
	if n := i.Sim.Stats().ByOperation["POST /users/{user_id}/verify_totp"]; n != 0 {
		t.Errorf("%d codes were sent", n)
	}
	if ok, err := i.Clerk.Users.VerifyTOTP(t.Context(), i.User("ada@example.com").ID, backupCode); !ok || err != nil {
		t.Errorf("the backup code has been used up (%v)", err)
	}
}

func TestSaysThatThereIsNothingToVerify(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	bare := createAda(t, i).ID
	for kind, c := range map[string]struct{ argument, code string }{
		"password": {`password = "any password"`, "no_password_set"},
		"totp":     {`code = "123456"`, "totp_disabled"},
	} {
		config := verification(kind, c.argument)
		i.ExpectError(acctest.Replace(t, config, "clerk_user.ada.id", `"`+bare+`"`), "Could not verify", "user_id =", "400", c.code, "There is nothing to verify")
		i.ExpectError(acctest.Replace(t, config, "clerk_user.ada.id", `"user_nobody"`), "Could not verify", `user_id = "user_nobody"`, "404")
	}
}

// Each configuration is refused at plan time, on the attribute that it names,
// without its secret, and nothing is sent.
func TestRefusesBadVerificationsAtPlanTime(t *testing.T) {
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
			acctest.InProcess(t).ExpectRefused("ephemeral \"clerk_"+bad.kind+"\" \"ada\" {\n"+bad.lines+"\n}", "ephemeral.clerk_"+bad.kind+".ada", bad.attribute, bad.detail)
		})
	}
}
