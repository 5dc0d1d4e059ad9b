package clerksim

import (
	"crypto/subtle"
	"net/http"
	"strings"
)

// access is whose secret key an operation takes.
type access int

const (
	noMachines   access = iota // the instance's
	alsoMachines               // the instance's, or a machine's
	onlyMachines               // a machine's
)

func (c *call) authenticate(takes access) *failure {
	scheme, key, ok := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return fail(http.StatusUnauthorized, "authorization_header_format_invalid", "Invalid Authorization header format",
			"Invalid Authorization header format. Must be “Bearer <YOUR_API_KEY>”.")
	}
	if takes != noMachines {
		if m, ok := c.machineWithKey(key); ok {
			c.asMachine = &m
			return nil
		}
	}
	if takes == onlyMachines {
		return fail(http.StatusUnauthorized, "machine_secret_key_invalid", "Unauthorized", "The Machine Secret Key is invalid. Make sure that your Machine Secret Key is correct.")
	}
	if subtle.ConstantTimeCompare([]byte(key), []byte(c.options.SecretKey)) != 1 {
		return fail(http.StatusUnauthorized, "clerk_key_invalid", "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.",
			"The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.")
	}
	return nil
}
