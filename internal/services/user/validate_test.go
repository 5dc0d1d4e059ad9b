package user_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	for title, bad := range map[string]struct{ lines, attribute, detail string }{
		"an address that is none":            {`email_addresses = ["ada"]`, "email_addresses =", `"ada" is not an email address`},
		"an address with a name":             {`email_addresses = ["Ada <ada@example.com>"]`, "email_addresses =", "is not an email address"},
		"an empty address":                   {`email_addresses = [""]`, "email_addresses =", "is not an email address"},
		"an address that is null":            {`email_addresses = ["ada@example.com", null]`, "email_addresses =", "Null says nothing here"},
		"a number that is null":              {`phone_numbers = [null]`, "phone_numbers =", "Null says nothing here"},
		"a wallet that is null":              {`web3_wallets = [null]`, "web3_wallets =", "Null says nothing here"},
		"a backup code that is null":         {"backup_codes_wo = [null]\nbackup_codes_wo_version = 1", "backup_codes_wo =", "Null says nothing here"},
		"two spellings of one address":       {`email_addresses = ["ada@example.com", " ADA@example.com"]`, "email_addresses =", "two spellings of one address"},
		"several addresses without primary":  {`email_addresses = ["a@example.com", "b@example.com"]`, "primary_email_address", "which of them is the primary one"},
		"a primary address not in the set":   {"email_addresses = [\"a@example.com\"]\nprimary_email_address = \"b@example.com\"", "primary_email_address =", "which email_addresses does not contain"},
		"an empty primary address":           {"email_addresses = [\"a@example.com\"]\nprimary_email_address = \"\"", "primary_email_address =", "which email_addresses does not contain"},
		"a number without a plus":            {`phone_numbers = ["15555550100"]`, "phone_numbers =", "E.164"},
		"a number with spaces":               {`phone_numbers = ["+1 555 555 0100"]`, "phone_numbers =", "E.164"},
		"two spellings of one number":        {`phone_numbers = ["+15555550100", "+15555550100 "]`, "phone_numbers =", "two spellings of one address"},
		"several numbers without primary":    {`phone_numbers = ["+15555550100", "+15555560100"]`, "primary_phone_number", "which of them is the primary one"},
		"a primary number not in the set":    {"phone_numbers = [\"+15555550100\"]\nprimary_phone_number = \"+15555560100\"", "primary_phone_number =", "which phone_numbers does not contain"},
		"a primary address without a set":    {`primary_email_address = "a@example.com"`, "primary_email_address =", "is to be created without email_addresses"},
		"a primary number without a set":     {`primary_phone_number = "+15555550100"`, "primary_phone_number =", "is to be created without phone_numbers"},
		"a primary wallet without a set":     {`primary_web3_wallet = "0x01"`, "primary_web3_wallet =", "is to be created without web3_wallets"},
		"a locale that is none":              {`locale = "english please"`, "locale =", "BCP 47"},
		"a time that is none":                {`created_at = "yesterday"`, "created_at =", "RFC 3339"},
		"an empty time":                      {`created_at = ""`, "created_at =", "RFC 3339"},
		"a date without a time":              {`created_at = "2026-01-31"`, "created_at =", "RFC 3339"},
		"public metadata that is no JSON":    {`public_metadata = "plan"`, "public_metadata =", "is not JSON"},
		"public metadata that is no object":  {`public_metadata = jsonencode(["a"])`, "public_metadata =", "not an object"},
		"public metadata that is null":       {`public_metadata = jsonencode(null)`, "public_metadata =", "not an object"},
		"private metadata that is no object": {`private_metadata = jsonencode(1)`, "private_metadata =", "not an object"},
		"unsafe metadata that is no object":  {`unsafe_metadata = jsonencode("x")`, "unsafe_metadata =", "not an object"},
		"metadata with a tail":               {`unsafe_metadata = "{} {}"`, "unsafe_metadata =", "is not JSON"},
		"a password that is too short":       {"password_wo = \"short\"\npassword_wo_version = 1", "password_wo =", "at least 8"},
		"a password without its version":     {`password_wo = "long enough"`, "password_wo =", "password_wo_version"},
		"a version without its password":     {`password_wo_version = 1`, "password_wo_version =", "password_wo"},
		"a password and a digest":            {"password_wo = \"long enough\"\npassword_wo_version = 1\npassword_digest_wo = \"d\"\npassword_digest_wo_version = 1\npassword_hasher = \"bcrypt\"", "password_wo =", "password_digest_wo"},
		"a digest without its hasher":        {"password_digest_wo = \"d\"\npassword_digest_wo_version = 1", "password_digest_wo =", "password_hasher"},
		"a hasher without its digest":        {`password_hasher = "bcrypt"`, "password_hasher =", "password_digest_wo"},
		"a hasher that nobody knows":         {"password_digest_wo = \"d\"\npassword_digest_wo_version = 1\npassword_hasher = \"rot13\"", "password_hasher =", `"bcrypt"`},
		"a switch without its password":      {`sign_out_of_other_sessions = true`, "sign_out_of_other_sessions =", "change of the password only"},
		"a TOTP secret not in base 32":       {"totp_secret_wo = \"no base 32!\"\ntotp_secret_wo_version = 1", "totp_secret_wo =", "not in base 32"},
		"backup codes without a version":     {`backup_codes_wo = ["a"]`, "backup_codes_wo =", "backup_codes_wo_version"},
		"no backup codes":                    {"backup_codes_wo = []\nbackup_codes_wo_version = 1", "backup_codes_wo =", "at least 1"},
		"a backup code twice":                {"backup_codes_wo = [\"a\", \"a\"]\nbackup_codes_wo_version = 1", "backup_codes_wo =", "the same as element 1"},
		"a wallet with a space":              {`web3_wallets = ["0x 1"]`, "web3_wallets =", "not the address of a wallet"},
		"several wallets without primary":    {`web3_wallets = ["0x1", "0x2"]`, "primary_web3_wallet", "which of them is the primary one"},
		"a negative limit":                   {`create_organizations_limit = -1`, "create_organizations_limit =", "at least 0"},
		"a legal time that is none":          {`legal_accepted_at = "yes"`, "legal_accepted_at =", "RFC 3339"},
		"a status that is none":              {`identification_status = "unverified"`, "identification_status =", `"reserved"`},
		"both kinds of private metadata":     {"private_metadata = jsonencode({})\nprivate_metadata_wo = jsonencode({})\nprivate_metadata_wo_version = 1", "private_metadata =", "private_metadata_wo"},
		"write-only metadata that is a list": {"private_metadata_wo = jsonencode([])\nprivate_metadata_wo_version = 1", "private_metadata_wo =", "not an object"},
		"public metadata over 8 KB":          {`public_metadata = jsonencode({ x = join("", [for i in range(1024) : "abcdefgh"]) })`, "public_metadata =", "stores at most 8192"},
		"private metadata over 8 KB":         {`private_metadata = jsonencode({ x = join("", [for i in range(1024) : "abcdefgh"]) })`, "private_metadata =", "stores at most 8192"},
		"unsafe metadata over 8 KB":          {`unsafe_metadata = jsonencode({ x = join("", [for i in range(1024) : "abcdefgh"]) })`, "unsafe_metadata =", "stores at most 8192"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			acctest.InProcess(t).ExpectRefused("resource \"clerk_user\" \"ada\" {\n"+bad.lines+"\n}", "clerk_user.ada", bad.attribute, bad.detail)
		})
	}
}
