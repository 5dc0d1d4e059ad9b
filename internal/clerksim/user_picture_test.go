package clerksim_test

import "testing"

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
		about := about(t, i.call("PATCH /users/"+u.id(), body).ok())
		if initials, has := about["initials"]; initials != want || has != (want != "") || about["type"] != "default" || about["rid"] != u.id() {
			t.Errorf("after %s, image_url is of %v", body, about)
		}
	}
}
