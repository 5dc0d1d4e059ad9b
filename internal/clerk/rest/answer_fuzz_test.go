package rest_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// A list is read item by item, in either shape, and what is no list is an error:
// taken for an empty one, it would make objects vanish.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		`[]`, `[1,"a",null,{"b":[]}]`, `{"data":[],"total_count":0}`, `{"data":[{"id":"user_1"}],"total_count":1}`, `{"data":[1]}`, `{"total_count":3,"data":[1]}`,
		`{"data":null,"total_count":0}`, `{"data":null}`, `{"total_count":1}`, `{"object":"total_count","total_count":0}`, `{}`, `null`, `""`, `7`, `[`, `{"data":{}}`, `{"data":[],"total_count":"1"}`,
		`{"data":[],"total_count":1e1}`, `{"data":[],"total_count":null}`, `{"DATA":[1]}`, `{"data":[1,2],"data":[3]}`, `<html>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		items, total, err := rest.ReadPage(body)
		var want []json.RawMessage
		var object map[string]json.RawMessage
		isList := json.Unmarshal([]byte(body), &want) == nil && want != nil
		isObject := json.Unmarshal([]byte(body), &object) == nil
		data, hasData := object["data"]
		count, hasTotal := object["total_count"]
		for name := range object {
			if name != "data" && strings.EqualFold(name, "data") || name != "total_count" && strings.EqualFold(name, "total_count") {
				return // encoding/json takes other cases, too
			}
		}
		var wantTotal *int
		readable := !hasTotal || json.Unmarshal(count, &wantTotal) == nil
		if isObject && hasData && readable {
			isList = json.Unmarshal(data, &want) == nil && (want != nil || wantTotal != nil)
		}
		if isList != (err == nil) {
			t.Fatalf("%s: %d items, %v", body, len(items), err)
		} else if !isList {
			return
		}
		if (total == nil) != (wantTotal == nil) || total != nil && *total != *wantTotal || len(items) != len(want) {
			t.Fatalf("%s has %d items of %v", body, len(items), total)
		}
		for i := range items {
			if string(items[i]) != string(want[i]) {
				t.Errorf("item %d of %s is %s", i, body, items[i])
			}
		}
	})
}

// Whatever the headers say, the client waits a second at least, and for no longer
// than a date can be reckoned.
func FuzzRetryAfter(f *testing.F) {
	const day = "Mon, 23 Nov 2026 12:00:00 GMT"
	for _, seed := range []string{
		"", "0", "-0", "1", "2.5", "-7", "300", "1e300", "-1e300", "Inf", "-Inf", "NaN", "0x10", "1_000", "9223372036854775807", "9223372036", "1e-400", " 5", "5s",
		day, "Mon, 23 Nov 2026 12:00:09 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "Monday, 23-Nov-26 12:00:00 GMT", "Mon Nov 23 12:00:00 2026",
	} {
		f.Add(seed, "")
		f.Add(seed, day)
	}
	f.Fuzz(func(t *testing.T, after, date string) {
		now := time.Now()
		wait := rest.RetryAfter(http.Header{"Retry-After": {after}, "Date": {date}})
		if wait < time.Second || !now.Add(wait).After(now) {
			t.Errorf("Retry-After %q at %q is a wait of %s", after, date, wait)
		}
		// As a Duration it would be negative.
		if s, err := strconv.ParseFloat(after, 64); err == nil && s > 1<<31 && wait < 1<<30*time.Second {
			t.Errorf("Retry-After %q is a wait of %s", after, wait)
		}
		seconds, err := strconv.Atoi(after)
		at, notDate := http.ParseTime(after)
		from, notNow := http.ParseTime(date)
		switch {
		case err == nil && seconds >= 1 && seconds < 1<<31:
			if wait != time.Duration(seconds)*time.Second {
				t.Errorf("Retry-After %q is a wait of %s", after, wait)
			}
		case notDate == nil && notNow == nil:
			if want := max(time.Second, at.Sub(from)); wait != want {
				t.Errorf("Retry-After %q at %q is a wait of %s, want %s", after, date, wait, want)
			}
		}
	})
}
