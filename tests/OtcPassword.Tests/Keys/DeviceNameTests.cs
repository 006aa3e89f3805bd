using OtcPassword.Client.Keys;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class DeviceNameTests
{
    // The names are those of https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    [Theory]
    [InlineData("CON")]
    [InlineData("nul")]
    [InlineData("C:\\keys\\Aux.pem")]
    [InlineData("C:/keys/prn .ppk")]
    [InlineData("COM1.tar.gz")]
    [InlineData("folder/LPT9")]
    [InlineData("COM\u00B2")]
    [InlineData("CONIN$")]
    [InlineData("NUL:")]
    public void Name_of_a_device_is_recognized_in_any_folder_and_with_any_extension(string path) => Assert.True(DeviceName.IsIn(path));

    [Theory]
    [InlineData("CONSOLE.pem")]
    [InlineData("nul/web.pem")]
    [InlineData("web.con")]
    [InlineData("COM.pem")]
    [InlineData("COM10.pem")]
    [InlineData("")]
    public void Name_of_a_file_is_not_taken_for_a_device(string path) => Assert.False(DeviceName.IsIn(path));
}
