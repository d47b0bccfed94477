#!/bin/bash
# dist.sh VERSION builds dist/: static binaries and their checksums. The same version of
# the same sources gives the same bytes on every machine with the same Go.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: dist.sh VERSION}

rm -rf dist
mkdir dist
for platform in linux/amd64 linux/arm64 windows/amd64; do
	os=${platform%/*} arch=${platform#*/}
	name=dogwatch-$version-$os-$arch
	[ "$os" = windows ] && name=$name.exe
	echo "dist/$name"
	CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -buildvcs=false \
		-ldflags "-s -w -X main.version=$version" -o "dist/$name" ./cmd/dogwatch
done
cd dist
sha256sum dogwatch-* >SHA256SUMS
