package rest

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// parseBaseURL returns the API's address without a trailing slash and with /v1.
func parseBaseURL(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		raw = DefaultBaseURL
	}
	bad := func(format string, args ...any) (string, error) {
		return "", &ConfigError{Field: "api_url", Message: fmt.Sprintf(format, args...)}
	}
	u, err := url.Parse(raw)
	if err != nil {
		// url.Parse quotes its input, which may hold a password.
		return bad("This is not a URL. It should read like %s.", DefaultBaseURL)
	}
	switch {
	case u.User != nil:
		return bad("The URL must not contain a user name or password. Take them out; the secret key has an argument of its own.")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(raw, "#"):
		return bad("The URL must not contain a query or a fragment. It should read like %s.", DefaultBaseURL)
	case u.Host == "" || u.Opaque != "" || u.Hostname() == "":
		return bad("The URL has no host. It should read like %s.", DefaultBaseURL)
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return bad("The URL must begin with https://, since the secret key travels with each request. Plain http:// is accepted for localhost and loopback addresses only.")
	case u.Scheme != "https" && u.Scheme != "http":
		return bad("The URL must begin with https://. It should read like %s.", DefaultBaseURL)
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	host := url.URL{Scheme: u.Scheme, Host: u.Host} // escapes the zone of an IPv6 address again
	return host.String() + strings.TrimSuffix(path, "/v1") + "/v1", nil
}

// isLoopback reports whether host is exactly localhost or a loopback address.
// A name that merely begins like one, such as 127.0.0.1.example.com, is not.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// JoinPath escapes each segment of a path below /v1. An empty or a dot segment
// would name another endpoint (DELETE /users/ of nobody is DELETE /users), so
// it is an error.
func JoinPath(segments ...string) (string, error) {
	var b strings.Builder
	for _, s := range segments {
		if s == "" || s == "." || s == ".." {
			return "", fmt.Errorf("%q is no id or name of Clerk's: it cannot stand in the path of a request (after %q)", s, b.String())
		}
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	return b.String(), nil
}
