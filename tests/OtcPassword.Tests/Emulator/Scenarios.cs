namespace OtcPassword.Tests.Emulator;

/// <summary>Scenarios for private emulators; small, so that the emulators start fast.</summary>
public static class Scenarios
{
    /// <summary>Returns a scenario with one user "admin", one project, and one 2048-bit key pair.</summary>
    /// <param name="servers">The server entries; a server with a key pair has "keyPair": "KeyPair-a".</param>
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
