package attr

import (
	"bytes"
	"context"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

// Check is a validator of a string, and of each string in a set. problem is ""
// for a good value, and otherwise a sentence that says what would be right; it
// does not repeat a secret.
type Check struct {
	what    string
	problem func(string) string
}

// NewCheck is a check that a value is what it has to be, such as "an email address".
func NewCheck(what string, problem func(string) string) Check { return Check{what, problem} }

// Description says what the value has to be.
func (c Check) Description(context.Context) string { return "The value is " + c.what + "." }

// MarkdownDescription is Description.
func (c Check) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

// ValidateString implements validator.String.
func (c Check) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !Known(req.ConfigValue) {
		return
	}
	if problem := c.problem(req.ConfigValue.ValueString()); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Expected "+c.what, problem)
	}
}

// ValidateSet implements validator.Set: each element is checked, and two
// spellings of one address are refused.
func (c Check) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	seen := map[string]string{}
	for _, element := range Strings(req.ConfigValue) {
		if problem := c.problem(element); problem != "" {
			resp.Diagnostics.AddAttributeError(req.Path, "Expected "+c.what, problem)
			continue
		}
		if other, twice := seen[FoldAddress(element)]; twice {
			resp.Diagnostics.AddAttributeError(req.Path, "The same address twice",
				fmt.Sprintf("%q and %q are two spellings of one address. Keep one of them.", other, element))
		}
		seen[FoldAddress(element)] = element
	}
}

// OrEmpty is a check that takes "" as well, which clears.
func OrEmpty(c Check) Check {
	return Check{c.what + ", or nothing", func(s string) string {
		if s == "" {
			return ""
		}
		return c.problem(s)
	}}
}

// JSONObject demands a JSON object; a size above 0 is the most bytes that it may
// take, written compactly. The advice is a sentence that says what to write.
func JSONObject(size int, advice string) Check {
	return Check{"a JSON object", func(s string) string {
		v, err := jsonvalue.Decode(s)
		if err != nil {
			// The decoder's words may quote the value, which may be secret.
			return "The value is not JSON. " + advice
		}
		if _, ok := v.(map[string]any); !ok {
			return "The value is JSON, but not an object. " + advice
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(s)); err == nil && size > 0 && compact.Len() > size {
			return fmt.Sprintf("The object takes %d bytes, and Clerk stores at most %d. Keep larger data in a database of your own.", compact.Len(), size)
		}
		return ""
	}}
}

// NoNullMembers demands that no member of a JSON object is null, at any depth: for what
// Clerk merges, where null removes a key. It repeats nothing of the value.
func NoNullMembers() Check {
	return Check{"an object without null", func(s string) string {
		if jsonvalue.HasNull(s) {
			return "A key of the object is null. In a merge, null removes a key, which taking it out of the configuration does too. Take it out, or give it a value."
		}
		return ""
	}}
}

// OrganizationID demands the id of an organization, and not its slug: ids have an
// underscore, and no slug has one.
func OrganizationID() Check {
	return Check{"the id of an organization", func(s string) string {
		if !strings.Contains(s, "_") {
			return fmt.Sprintf("%q is no id, org_…, and may be a slug. Take the id of the resource or of the data source, as in clerk_organization.acme.id.", s)
		}
		return ""
	}}
}

// UserID demands the id of a user, and no address, number or name of theirs.
func UserID() Check {
	return Check{"the id of a user", func(s string) string {
		if strings.Contains(s, "@") || strings.HasPrefix(s, "+") || !strings.Contains(s, "_") {
			return fmt.Sprintf("%q is no id, user_…. Take the id of the resource or of the data source, as in clerk_user.ada.id.", s)
		}
		return ""
	}}
}

var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]$`)

// DomainName demands the name of a domain, as Clerk stores it.
func DomainName() Check {
	return Check{"a domain name", func(s string) string {
		if lower := strings.ToLower(s); lower != s && domainForm.MatchString(lower) {
			return fmt.Sprintf("%q has capital letters. Clerk stores domain names in lower case: write %q.", s, lower)
		}
		if !domainForm.MatchString(s) || len(s) > 253 {
			return fmt.Sprintf("%q is not a domain name, such as example.com: without https://, @ or a path, and in ASCII letters, as in xn--bcher-kva.example.", s)
		}
		return ""
	}}
}

// Instant demands an RFC 3339 time.
func Instant() Check {
	return Check{"an RFC 3339 time", func(s string) string {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			return fmt.Sprintf("%q is not an RFC 3339 time, such as 2026-01-31T09:30:00Z.", s)
		}
		return ""
	}}
}

// EmailAddress demands an email address without a display name.
func EmailAddress() Check {
	return Check{"an email address", func(s string) string {
		trimmed := strings.TrimSpace(s)
		if a, err := mail.ParseAddress(trimmed); err != nil || a.Address != trimmed || a.Name != "" {
			return fmt.Sprintf("%q is not an email address, such as ada@example.com.", s)
		}
		return ""
	}}
}

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// PhoneNumber demands a number in E.164 form.
func PhoneNumber() Check {
	return Check{"a phone number in E.164 form", func(s string) string {
		if !e164.MatchString(strings.TrimSpace(s)) {
			return fmt.Sprintf("%q is not a phone number in E.164 form: a plus sign, the country code and the number, without spaces, such as +15555550100.", s)
		}
		return ""
	}}
}

var bcp47 = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// Locale demands a BCP 47 tag, or nothing.
func Locale() Check {
	return Check{"a BCP 47 language tag", func(s string) string {
		if s != "" && !bcp47.MatchString(s) {
			return fmt.Sprintf("%q is not a BCP 47 language tag, such as en-US or fr.", s)
		}
		return ""
	}}
}

// Wallet demands the address of a Web3 wallet: one word.
func Wallet() Check {
	return Check{"the address of a wallet", func(s string) string {
		if s == "" || strings.ContainsFunc(s, unicode.IsSpace) {
			return fmt.Sprintf("%q is not the address of a wallet, such as 0x00000000219ab540356cBB839Cbe05303d7705Fa.", s)
		}
		return ""
	}}
}

// Base32 demands a secret in base 32, without padding or with. It repeats nothing
// of it.
func Base32() Check {
	return Check{"a secret in base 32", func(s string) string {
		trimmed := strings.TrimRight(strings.ToUpper(s), "=")
		if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(trimmed); err != nil || trimmed == "" {
			return "The value is not in base 32: the letters A to Z and the digits 2 to 7, as authenticator apps show it."
		}
		return ""
	}}
}

var sixDigits = regexp.MustCompile(`^[0-9]{6}$`)

// TOTPCode demands what an authenticator app shows. It repeats nothing of it,
// since it may be a backup code.
func TOTPCode() Check {
	return Check{"the six digits of an authenticator app", func(s string) string {
		if !sixDigits.MatchString(s) {
			return "The value is not a code of six digits, without spaces. A backup code is refused: to verify it would use it up."
		}
		return ""
	}}
}

// PathSegment demands a name that Clerk also takes in the path of a URL.
func PathSegment() Check {
	return Check{"a name that can stand in a URL", func(s string) string {
		if s == "" || s == "." || s == ".." || strings.ContainsAny(s, "/?#%\\") || strings.TrimSpace(s) != s {
			return fmt.Sprintf("%q cannot be a name or an id: Clerk puts it into URLs, so it must not be empty, a dot, or begin or end with a space, and must not contain / ? # %% or \\.", s)
		}
		return ""
	}}
}

// URL demands a whole URL, of any scheme.
func URL() Check {
	return Check{"a whole URL", func(s string) string {
		if u, err := url.Parse(s); err != nil || u.Scheme == "" || u.Host+u.Path+u.Opaque == "" || strings.TrimSpace(s) != s {
			return fmt.Sprintf("%q is not a whole URL, such as https://example.com/callback or my-app://callback.", s)
		}
		return ""
	}}
}

// WebURL demands a URL that begins with https:// or http://, such as the example.
func WebURL(example string) Check {
	return Check{"a URL that begins with https:// or http://", func(s string) string {
		if u, err := url.Parse(s); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return fmt.Sprintf("%q is not a URL that begins with https:// or http://, such as %s.", s, example)
		}
		return ""
	}}
}

var (
	_ validator.String = Check{}
	_ validator.Set    = Check{}
)
