namespace OtcPassword.Tests.Emulator;

/// <summary>Scenarios for emulators of one's own; small, so that they start at once.</summary>
public static class Scenarios
{
    /// <summary>One user "admin", one project, one 2048-bit key pair.</summary>
    /// <param name="servers">Entries for the servers; "keyPair": "KeyPair-a" where they have one.</param>
    /// <param name="more">More top-level members, with a comma at the end: "\"settings\": {…},".</param>
    public static string Small(string servers, string more = "") => $$"""
        {
          {{more}}
          "domains": [
            {
              "name": "OTC00000000001000000001",
              "projects": [ "eu-de_a" ],
              "users": [ { "name": "admin", "password": "Emulator-1!" } ]
            }
          ],
          "keyPairs": [ { "name": "KeyPair-a", "user": "admin" } ],
          "servers": [ {{servers}} ]
        }
        """;
}
