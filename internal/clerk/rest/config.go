package rest

import (
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode"

	"golang.org/x/time/rate"
)

// Version is the version of the Backend API that this package uses.
const Version = "2026-05-12"

// DefaultBaseURL is where Clerk serves its Backend API.
const DefaultBaseURL = "https://api.clerk.com"

// Defaults of a Config whose fields are zero.
const (
	DefaultMaxRetries     = 5
	DefaultRequestTimeout = 60 * time.Second
)

// Config says which instance a Client uses, and how it sends requests.
type Config struct {
	// SecretKey is the instance's secret key, sk_test_… or sk_live_….
	SecretKey string
	// BaseURL is the API's address, with or without /v1; empty is DefaultBaseURL.
	BaseURL string
	// UserAgent is sent with each request.
	UserAgent string
	// MaxRetries is how often a request is repeated after a failure of the network or a 5xx; nil is DefaultMaxRetries. Repetitions
	// after a 429 do not count.
	MaxRetries *int
	// RequestTimeout bounds each attempt; zero is DefaultRequestTimeout.
	RequestTimeout time.Duration
	// MaxRequestsPerSecond limits the rate of requests; zero means no limit.
	MaxRequestsPerSecond float64
	// SingleReads reads each object by a request of its own, instead of several by a list.
	SingleReads bool
	// Transport sends the requests; nil is http.DefaultTransport, which uses HTTPS_PROXY.
	Transport http.RoundTripper
}

// New returns a transport for the instance, or a *ConfigError naming the field that is wrong. It sends nothing.
func New(cfg Config) (*Transport, error) {
	key, environment, err := parseSecretKey(cfg.SecretKey)
	if err != nil {
		return nil, err
	}
	base, err := parseBaseURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	t := &Transport{
		base:        base,
		key:         key,
		Environment: environment,
		userAgent:   strings.Map(printable, cfg.UserAgent),
		maxRetries:  DefaultMaxRetries,
		timeout:     DefaultRequestTimeout,
		gate:        newGate(),
		ownInstance: newInstanceCache(),
		began:       time.Now(),
		handOvers:   newHandOvers(),
		wire:        cfg.Transport,
	}
	if t.wire == nil {
		t.wire = http.DefaultTransport
	}
	if cfg.MaxRetries != nil {
		t.maxRetries = *cfg.MaxRetries
	}
	if cfg.RequestTimeout > 0 {
		t.timeout = cfg.RequestTimeout
	}
	if cfg.MaxRequestsPerSecond > 0 {
		t.pace = rate.NewLimiter(rate.Limit(cfg.MaxRequestsPerSecond), 1)
	}
	return t, nil
}

// ConfigError is a field of a Config that cannot be used.
type ConfigError struct {
	Field   string // "secret_key" or "api_url"
	Message string // what is wrong and what would be right; never the value of a key
}

func (e *ConfigError) Error() string { return e.Field + ": " + e.Message }

// AsConfigError finds a *ConfigError in err.
func AsConfigError(err error) (*ConfigError, bool) {
	var c *ConfigError
	ok := errors.As(err, &c)
	return c, ok
}

// printable replaces characters that a header must not contain, or that control a terminal. A line break in TF_APPEND_USER_AGENT,
// for example, would make every request fail.
func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return ' '
}

func parseSecretKey(key string) (trimmed, environment string, err error) {
	key = strings.TrimSpace(key)
	bad := func(message string) (string, string, error) {
		return "", "", &ConfigError{Field: "secret_key", Message: message}
	}
	switch {
	case key == "":
		return bad("The secret key is empty. Clerk's dashboard shows it under API keys; it begins with sk_test_ or sk_live_.")
	case strings.HasPrefix(key, "pk_"):
		return bad("This is a publishable key, which begins with pk_. The Backend API needs the secret key of the same instance, which begins with sk_test_ or sk_live_.")
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return bad("The secret key contains a space, a line break or another character that no key has. Copy it again from Clerk's dashboard.")
	case strings.HasPrefix(key, "sk_test_"):
		return key, "development", nil
	case strings.HasPrefix(key, "sk_live_"):
		return key, "production", nil
	}
	return bad("This is not a secret key of a Clerk instance: those begin with sk_test_ (development) or sk_live_ (production).")
}
