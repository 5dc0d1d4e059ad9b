package clerksim

import (
	"encoding/base32"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/pquerna/otp/totp"
	"golang.org/x/crypto/bcrypt"
)

// hashers are the algorithms that Clerk imports digests of. Only bcrypt is
// verified here; a digest of another never matches a password.
var hashers = []string{"argon2i", "argon2id", "awscognito", "bcrypt", "bcrypt_peppered", "bcrypt_sha256_django", "ldap_ssha", "md5", "md5_phpass",
	"md5_salted", "pbkdf2_sha1", "pbkdf2_sha256", "pbkdf2_sha256_django", "pbkdf2_sha512", "pbkdf2_sha512_hex", "phpass", "scrypt_firebase",
	"scrypt_werkzeug", "sha256", "sha256_salted", "sha512_symfony"}

// password is kept as a digest only.
type password struct{ hasher, digest string }

// longestPassword is what bcrypt can take, in bytes.
const longestPassword = 72

var bcryptForm = regexp.MustCompile(`^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$`)

// setPassword sets the password, given in plain or as a digest.
func (c *call) setPassword(u *user, found *problems) {
	p := c.params
	plain, digest, hasher := p.text("password"), p.text("password_digest"), p.text("password_hasher")
	switch {
	case p.has("password") && p.has("password_digest"):
		found.add(wrong("password_digest", "form_conditional_param_disallowed", "is not allowed", "password_digest is not allowed with password."))
		return
	case digest != "" && hasher == "":
		found.add(wrong("password_hasher", "form_conditional_param_missing", "is missing", "password_hasher must be included with password_digest."))
		return
	case hasher != "" && digest == "":
		found.add(wrong("password_digest", "form_conditional_param_missing", "is missing", "password_digest must be included with password_hasher."))
		return
	case digest != "":
		if hasher == "bcrypt" && !bcryptForm.MatchString(digest) {
			found.add(wrong("password_digest", "form_password_digest_invalid", "is invalid", "The digest is not a valid bcrypt digest."))
			return
		}
		u.password = password{hasher, digest}
	case p.has("password"):
		if f := c.checkPassword(plain, p.flag("skip_password_checks")); f != nil {
			found.add(f)
			return
		}
		hash, _ := bcrypt.GenerateFromPassword([]byte(plain), bcrypt.MinCost) // fails only above 72 bytes
		u.password = password{"bcrypt", string(hash)}
	default:
		return
	}
	now := millis(c.now)
	u.passwordUpdatedAt, u.compromised = &now, false
}

func (c *call) checkPassword(plain string, skip bool) *failure {
	switch {
	case plain == "":
		return isNull("password")
	case len(plain) > longestPassword:
		return wrong("password", "form_password_length_too_long", "is too long", "Passwords must be at most 72 characters.")
	case skip:
		return nil
	case utf8.RuneCountInString(plain) < 8:
		return wrong("password", "form_password_length_too_short", "Passwords must be 8 characters or more.", "Passwords must be 8 characters or more.")
	case c.switches["breached_passwords"] && c.settings.HIBP:
		return wrong("password", "form_password_pwned", "Password has been found in an online data breach. For account safety, please use a different password.",
			"Password has been found in an online data breach. For account safety, please use a different password.")
	}
	return nil
}

// setFactors sets the second factors that a body gives.
func (c *call) setFactors(u *user) {
	if c.params.has("totp_secret") {
		u.totpSecret = c.params.text("totp_secret")
	}
	if c.params.has("backup_codes") {
		u.backupCodes = c.params.list("backup_codes")
	}
}

func isTOTPSecret(param, s string) *failure {
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(strings.ToUpper(s), "=")); err != nil {
		return invalidFormat(param, "must be a secret in base32")
	}
	return nil
}

var noBody = &shape{open: true}

func passwordOperations() []operation {
	needs := func(name string) *shape { return &shape{fields: map[string]rule{name: text.need()}} }
	may := func(name string, r rule) *shape { return &shape{fields: map[string]rule{name: r}} }
	return []operation{
		{pattern: "POST /users/{user_id}/verify_password", handle: (*call).verifyPassword, body: needs("password")},
		{pattern: "POST /users/{user_id}/verify_totp", handle: (*call).verifyTOTP, body: needs("code")},
		{pattern: "POST /users/{user_id}/remove_password", handle: (*call).removePassword, body: may("sign_out_of_other_sessions", flag)},
		{pattern: "POST /users/{user_id}/password/set_compromised", handle: (*call).setCompromised, body: may("revoke_all_sessions", flag.orNull())},
		{pattern: "POST /users/{user_id}/password/unset_compromised", handle: (*call).unsetCompromised, body: noBody},
		{pattern: "DELETE /users/{user_id}/mfa", handle: (*call).deleteMFA},
		{pattern: "DELETE /users/{user_id}/totp", handle: (*call).deleteTOTP},
		{pattern: "DELETE /users/{user_id}/backup_code", handle: (*call).deleteBackupCodes},
	}
}

type passwordVerified struct {
	Verified bool `json:"verified"`
}

func (c *call) verifyPassword() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	if u.password.digest == "" {
		return nil, fail(http.StatusBadRequest, "no_password_set", "No password set", "This user has no password.")
	}
	if u.password.hasher != "bcrypt" || bcrypt.CompareHashAndPassword([]byte(u.password.digest), []byte(c.params.text("password"))) != nil {
		return nil, wrong("password", "incorrect_password", "Incorrect password", "The password is incorrect. Please try again.")
	}
	return passwordVerified{true}, nil
}

type codeVerified struct {
	Verified bool   `json:"verified"`
	CodeType string `json:"code_type"`
}

// verifyTOTP takes a code of six digits as one of the authenticator's, and any
// other as a backup code, which it uses up.
func (c *call) verifyTOTP() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	code := c.params.text("code")
	if u.totpSecret == "" {
		return nil, fail(http.StatusBadRequest, "totp_disabled", "TOTP disabled", "TOTP is not enabled for this user.")
	}
	if ok, _ := totp.ValidateCustom(code, strings.ToUpper(u.totpSecret), c.now, totp.ValidateOpts{Period: 30, Skew: 1, Digits: 6}); ok {
		return codeVerified{true, "totp"}, nil
	}
	for i, backup := range u.backupCodes {
		if backup != code && bcrypt.CompareHashAndPassword([]byte(backup), []byte(code)) != nil {
			continue
		}
		next := u.edit()
		next.backupCodes = append(next.backupCodes[:i:i], next.backupCodes[i+1:]...)
		if f := c.saveUser(next); f != nil {
			return nil, f
		}
		return codeVerified{true, "backup_code"}, nil
	}
	if len(code) < 6 {
		return nil, wrong("code", "totp_invalid_length", "Invalid length", "TOTP codes have 6 digits.")
	}
	return nil, wrong("code", "totp_incorrect_code", "Incorrect code", "The code is incorrect.")
}

// change applies a change to the user that the path names.
func (c *call) change(apply func(*user)) (*user, *failure) {
	old, f := c.user()
	if f != nil {
		return nil, f
	}
	u := old.edit()
	apply(u)
	return u, c.saveUser(u)
}

// changed does the same, and answers the user.
func (c *call) changed(apply func(*user)) (any, *failure) {
	u, f := c.change(apply)
	if f != nil {
		return nil, f
	}
	return c.showUser(u), nil
}

func (c *call) removePassword() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	if c.params.flag("sign_out_of_other_sessions") {
		c.revokeSessions(u.ID)
	}
	if u.password.digest == "" {
		return c.showUser(u), nil
	}
	return c.changed(func(u *user) { u.password, u.passwordUpdatedAt, u.compromised = password{}, nil, false })
}

func (c *call) setCompromised() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	if u.password.digest == "" {
		return nil, fail(http.StatusBadRequest, "no_password_set", "No password set", "This user has no password.")
	}
	if c.params.flag("revoke_all_sessions") {
		c.revokeSessions(u.ID)
	}
	return c.changed(func(u *user) { u.compromised = true })
}

func (c *call) unsetCompromised() (any, *failure) {
	return c.changed(func(u *user) { u.compromised = false })
}

// userReference is what removing a factor answers.
type userReference struct {
	UserID string `json:"user_id"`
}

func (c *call) without(remove func(*user)) (any, *failure) {
	u, f := c.change(remove)
	if f != nil {
		return nil, f
	}
	return userReference{u.ID}, nil
}

func (c *call) deleteMFA() (any, *failure) {
	return c.without(func(u *user) {
		u.totpSecret, u.backupCodes = "", nil
		for i := range u.addresses {
			u.addresses[i].secondFactor, u.addresses[i].defaultFactor = false, false
		}
	})
}

func (c *call) deleteTOTP() (any, *failure) {
	return c.without(func(u *user) { u.totpSecret = "" })
}

func (c *call) deleteBackupCodes() (any, *failure) {
	return c.without(func(u *user) { u.backupCodes = nil })
}
