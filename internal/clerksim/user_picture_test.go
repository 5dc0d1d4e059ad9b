package clerksim_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
)

func TestClerksOwnPictureHasTheInitialsOfAUserWithNames(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	for body, want := range map[string]string{
		`{}`:                   "",
		`{"first_name":"ada"}`: "A",
		`{"first_name":"Ada","last_name":"émi"}`: "AÉ",
	} {
		i.call("PATCH /users/"+u.id(), `{"first_name":null,"last_name":null}`).ok()
		var url string
		if err := json.Unmarshal([]byte(i.call("PATCH /users/"+u.id(), body).ok().json("image_url")), &url); err != nil {
			t.Fatal(err)
		}
		text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(url, "https://img.clerk.com/"))
		var about map[string]string
		if err != nil || json.Unmarshal(text, &about) != nil {
			t.Fatalf("image_url is %s (%v)", url, err)
		}
		if initials, has := about["initials"]; initials != want || has != (want != "") || about["type"] != "default" || about["rid"] != u.id() {
			t.Errorf("after %s, image_url is of %s", body, text)
		}
	}
}
