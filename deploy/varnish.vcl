# Varnish 6 or newer in front of the site: docs/operations.md, "A cache in front".
#
# The site says by Cache-Control how long each answer is kept, and has all of it dropped (PURGE) when something changes.
# What is left to do here: who may purge, and who is never answered from what is kept.
# Start it with `-p http_gzip_support=off`, so that brotli reaches readers; the site compresses all that is worth it.
vcl 4.1;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# The machines of the site, and of the proxy in front of Varnish, which speaks TLS.
acl ours {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # What the proxy hands over is a visitor's: Varnish has added the proxy's address to the visitor's.
        if (client.ip !~ ours || req.http.X-Forwarded-For ~ ",") {
            return (synth(405));
        }
        # Every page may show what has changed, in all languages and at all hosts.
        ban("obj.status != 0");
        return (synth(200));
    }
    # The site takes the last address for the visitor's.
    if (client.ip ~ ours) {
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ", [^,]+$", "");
    }
    # Who has signed in, or is about to, is answered by the site.
    if ((req.method != "GET" && req.method != "HEAD") || req.http.Cookie ~ "(^|;\s*)(sessionid|csrftoken)=") {
        return (pass);
    }
    # All others are the same to the site, whatever cookies other programs have left.
    unset req.http.Cookie;
    # One copy for each encoding, however browsers spell the list.
    if (req.http.Accept-Encoding ~ "\bbr\b") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "\bgzip\b") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
}

sub vcl_hash {
    # The site redirects what came by plain HTTP; the proxy in front of Varnish says how it came.
    hash_data(req.http.X-Forwarded-Proto);
}
