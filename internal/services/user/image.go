package user

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// maxImage is the largest picture that Clerk takes, in bytes.
const maxImage = 10 << 20

var imageTypes = []string{"image/jpeg", "image/png", "image/gif", "image/webp"}

// readImage reads a picture, and refuses what Clerk would.
func readImage(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, fmt.Errorf("the picture cannot be read: %w", err)
	}
	if info.Size() > maxImage {
		return nil, fmt.Errorf("the picture %s has %d bytes, and Clerk takes at most %d (10 MB)", file, info.Size(), maxImage)
	}
	image, err := os.ReadFile(file) //nolint:gosec // the file that the configuration names
	if err != nil {
		return nil, fmt.Errorf("the picture cannot be read: %w", err)
	}
	if kind := http.DetectContentType(image); !slices.Contains(imageTypes, kind) {
		return nil, fmt.Errorf("%s is not a picture that Clerk takes (JPEG, PNG, GIF or WebP), but %s", file, kind)
	}
	return image, nil
}

// noFile reports whether a picture cannot be read because its file is not there, or not
// to be opened.
func noFile(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)
}

// uploadedKey is where the private state of a user has the path of the picture that was
// uploaded last. The state forgets the path when somebody else replaces the picture.
const uploadedKey = "uploaded"

// rememberUpload notes what was uploaded.
func rememberUpload(ctx context.Context, private tf.PrivateState, plan model) diag.Diagnostics {
	if plan.ProfileImage.ValueString() == "" {
		return private.SetKey(ctx, uploadedKey, nil)
	}
	uploaded, err := json.Marshal(plan.ProfileImage.ValueString())
	if err != nil {
		return nil // not reached: it is a string
	}
	return private.SetKey(ctx, uploadedKey, uploaded)
}

// wasUploaded reports whether the planned picture was uploaded from the same path.
func wasUploaded(ctx context.Context, private tf.PrivateReader, plan model) bool {
	var uploaded string
	raw, _ := private.GetKey(ctx, uploadedKey)
	return json.Unmarshal(raw, &uploaded) == nil && uploaded == plan.ProfileImage.ValueString()
}

// warnOfNoFile says what becomes of a picture whose file is gone. It is no error of the
// plan, which a destroy would need as well: nothing is uploaded by most plans.
func warnOfNoFile(diags *diag.Diagnostics, plan *model, state model, err error) {
	if state.ProfileImageSHA256.ValueString() != "" && plan.ProfileImage.Equal(state.ProfileImage) {
		diags.AddAttributeWarning(path.Root("profile_image"), "The picture cannot be compared",
			tf.Sentence(err.Error())+" The user keeps the picture that was uploaded from there. Put the file back, give the path of another, or take the argument out, which leaves the picture as it is.")
		return
	}
	plan.ProfileImageSHA256, plan.ImageURL = types.StringUnknown(), types.StringUnknown()
	diags.AddAttributeWarning(path.Root("profile_image"), "The picture cannot be uploaded again",
		tf.Sentence(err.Error())+" The picture that was uploaded from there was replaced or deleted outside Terraform, so an apply uploads it again, and fails without the file. Put the file back, give the path of another, or take the argument out, which leaves the picture as it is.")
}

func hashImage(image []byte) string {
	sum := sha256.Sum256(image)
	return hex.EncodeToString(sum[:])
}

// imageHash is the hash of the user's picture as far as it is known: "" if the
// user has none, and null if somebody else put it there. Clerk does not give the
// content back, so a picture is taken for the one that was uploaded as long as
// its URL stays the same.
func imageHash(prior model, u *clerk.User) types.String {
	switch {
	case !u.HasImage:
		return types.StringValue("")
	case prior.ProfileImageSHA256.IsUnknown():
		// It was uploaded just now.
		if image, err := readImage(prior.ProfileImage.ValueString()); err == nil {
			return types.StringValue(hashImage(image))
		}
	case prior.ImageURL.ValueString() == u.ImageURL:
		return prior.ProfileImageSHA256
	}
	return types.StringNull()
}

// imagePath is the path of the picture that was uploaded, as long as the user has
// it. A picture that was deleted or replaced outside shows as a change of the path
// itself, so that a lifecycle block can ignore it.
func imagePath(prior model, u *clerk.User) types.String {
	switch {
	case prior.ProfileImage.IsNull():
		return prior.ProfileImage
	case !u.HasImage:
		return types.StringValue("")
	case imageHash(prior, u).IsNull():
		return types.StringNull()
	}
	return prior.ProfileImage
}

// planImage plans the picture by its content: the same picture under another name
// is no change, and another one under the same name is.
func planImage(plan, state *model) error {
	if plan.ProfileImage.IsNull() {
		return nil
	}
	if plan.ProfileImage.IsUnknown() {
		plan.ProfileImageSHA256, plan.ImageURL = types.StringUnknown(), types.StringUnknown()
		return nil
	}
	want := ""
	if file := plan.ProfileImage.ValueString(); file != "" {
		image, err := readImage(file)
		if err != nil {
			return err
		}
		want = hashImage(image)
	}
	if state != nil && (state.ProfileImageSHA256.Equal(types.StringValue(want)) || want == "" && hasNoPicture(state)) {
		if !state.ProfileImage.IsNull() {
			plan.ProfileImage = state.ProfileImage
		}
		return nil
	}
	// Not the hash: Terraform plans once more when it applies, by the file as it is
	// then, and calls it a bug of the provider if that is another one.
	plan.ProfileImageSHA256, plan.ImageURL = types.StringUnknown(), types.StringUnknown()
	if want == "" {
		plan.ProfileImageSHA256 = types.StringValue("")
	}
	return nil
}

// setImage uploads the planned picture, or deletes the one that is there.
func setImage(ctx context.Context, client *clerk.Client, id string, plan model) (*clerk.User, error) {
	if plan.ProfileImage.ValueString() == "" {
		user, err := client.Users.DeleteProfileImage(ctx, id)
		return user, tf.At("profile_image", err)
	}
	image, err := readImage(plan.ProfileImage.ValueString())
	if err != nil {
		return nil, tf.At("profile_image", err)
	}
	user, err := client.Users.SetProfileImage(ctx, id, filepath.Base(plan.ProfileImage.ValueString()), image)
	return user, tf.At("profile_image", err)
}
