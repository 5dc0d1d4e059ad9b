package clerksim

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/segmentio/ksuid"
)

// newID makes an id as Clerk's are: a prefix and 27 letters and digits.
func newID(prefix string, now time.Time) string {
	id, err := ksuid.NewRandomWithTime(now)
	if err != nil {
		id = ksuid.New()
	}
	return prefix + "_" + id.String()
}

// randomHex is n random bytes in hexadecimal, for trace ids and the like.
func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// newSecretKey makes up a secret key of the length that Clerk's have.
func newSecretKey(environment string) string {
	if environment == production {
		return "sk_live_" + secretText()
	}
	return "sk_test_" + secretText()
}

// secretText is 42 random letters and digits.
func secretText() string { return strings.ToLower(rand.Text() + rand.Text())[:42] }
