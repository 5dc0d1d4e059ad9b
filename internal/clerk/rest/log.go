package rest

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// subsystem is the name of this package's entries in Terraform's log.
const subsystem = "clerk"

// readableFields are the fields whose scalar values may be logged. All other values in a body are masked, since a field that Clerk
// adds in the future may be a secret.
var readableFields = map[string]bool{
	"id": true, "object": true, "user_id": true, "deleted": true, "total_count": true,
	"created_at": true, "updated_at": true, "banned": true, "locked": true, "verified": true, "reserved": true,
	"status": true, "strategy": true, "lifetime": true, "allowed_clock_skew": true, "custom_signing_key": true,
	"signing_algorithm": true, "primary_email_address_id": true, "primary_phone_number_id": true,
	"clerk_trace_id": true, "environment_type": true,
}

// readableErrors are the readable fields of an answer's errors. Elsewhere, code may be that of somebody's authenticator app.
var readableErrors = map[string]bool{"code": true, "param_name": true}

const mask = "***"

// withLogger returns a context in which this package's entries have the fields of the framework's logger, such as the resource type.
func withLogger(ctx context.Context) context.Context {
	return tflog.NewSubsystem(ctx, subsystem, tflog.WithRootFields())
}

// logEntry is one attempt of one call.
type logEntry struct {
	method, path   string
	attempt        int
	status         int // 0: no answer
	trace          string
	duration       time.Duration
	failure        error
	mime           string
	sent, received []byte
}

func (e *logEntry) write(ctx context.Context) {
	fields := map[string]any{
		"method":      e.method,
		"path":        e.path,
		"attempt":     e.attempt,
		"status":      e.status,
		"duration_ms": e.duration.Milliseconds(),
	}
	if e.trace != "" {
		fields["trace_id"] = e.trace
	}
	if e.failure != nil {
		fields["error"] = e.failure.Error()
	}
	tflog.SubsystemDebug(ctx, subsystem, "Clerk API", fields)
	tflog.SubsystemTrace(ctx, subsystem, "Clerk API bodies", map[string]any{
		"method": e.method, "path": e.path, "attempt": e.attempt,
		"request":  lazyBody{e.sent, e.mime},
		"response": lazyBody{e.received, "application/json"},
	})
}

// lazyBody masks a body only when a logger formats it, since most runs log nothing.
type lazyBody struct {
	body []byte
	mime string
}

// MarshalText is String, for loggers that write JSON.
func (l lazyBody) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// String returns the body with all values masked that are not known to be harmless.
func (l lazyBody) String() string {
	if len(l.body) == 0 {
		return ""
	}
	if !strings.HasPrefix(l.mime, "application/json") {
		return mask
	}
	var v any
	if json.Unmarshal(l.body, &v) != nil {
		return mask
	}
	masked, err := json.Marshal(maskValues(v, false, readableFields))
	if err != nil {
		return mask
	}
	return string(masked)
}

// maskValues returns v with its scalars masked. allowed says that v itself may be logged if it is a scalar or a list of scalars, and
// fields says which fields of the objects in it may be. Everything in metadata, claims and actors is masked, since users choose the
// names of the fields there.
func maskValues(v any, allowed bool, fields map[string]bool) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			switch {
			case strings.HasSuffix(k, "metadata"), k == "claims", k == "actor":
				out[k] = mask
			case k == "errors":
				out[k] = maskValues(x, false, readableErrors)
			default:
				out[k] = maskValues(x, fields[k], fields)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = maskValues(x, allowed, fields)
		}
		return out
	case nil:
		return nil
	}
	if allowed {
		return v
	}
	return mask
}
