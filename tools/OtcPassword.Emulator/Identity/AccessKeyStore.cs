using System;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>The access keys of the users, and the temporary ones that were issued.</summary>
internal sealed class AccessKeyStore(Cloud cloud)
{
    private readonly ConcurrentDictionary<string, AccessKey> _temporary = new();

    public AccessKey? Find(string id)
    {
        if (_temporary.TryGetValue(id, out AccessKey? temporary))
        {
            return temporary;
        }

        return cloud.UsersByAccessKey.TryGetValue(id, out User? user)
            ? new AccessKey(user.SecretKey!, user.SecurityToken, DateTime.MaxValue, SignedInUser.Of(user))
            : null;
    }

    /// <summary>Issues a temporary access key.</summary>
    /// <returns>Its ID and the key.</returns>
    public (string Id, AccessKey Key) Issue(SignedInUser user, TimeSpan lifetime)
    {
        string id = "TMP" + Convert.ToHexString(RandomNumberGenerator.GetBytes(9))[..17];
        var key = new AccessKey(
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(30)),
            "gQpldS1kZX" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(132)),
            DateTime.UtcNow + lifetime,
            user);
        _temporary[id] = key;
        return (id, key);
    }

    /// <summary>Ends all temporary access keys that were issued, or those of one user.</summary>
    public void ExpireAll(string? userName)
    {
        foreach ((string id, AccessKey key) in _temporary)
        {
            if (userName is null || key.User.ActualUser.Name == userName)
            {
                _temporary[id] = key with { Expires = DateTime.UtcNow };
            }
        }
    }
}
